import { Module } from '@nestjs/common';
import { DeviceAccess } from './device-access.service.js';
import { DeviceRecords } from './device-records.js';
import { Devices } from './devices.service.js';
import { Pairing } from './pairing.service.js';
import { Sheets } from './sheets.service.js';
import { Shifts } from './shifts.service.js';
import { Stores } from './stores.service.js';

/** Needs `Database` and AccessModule for the audit log. */
@Module({
  providers: [DeviceAccess, DeviceRecords, Devices, Pairing, Sheets, Shifts, Stores],
  exports: [DeviceAccess, DeviceRecords, Devices, Pairing, Sheets, Shifts, Stores],
})
export class StoresModule {}
