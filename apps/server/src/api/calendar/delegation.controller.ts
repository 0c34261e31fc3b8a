import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor } from '#libs/access';
import {
  type ChecklistItem, Clashes, type ClashWarning, type Delegate, Delegations, type HandoverFile, HandoverFiles, HandoversReader, type HoldersThenAndNow, Offices, Preparations, type RunItem,
} from '#libs/handovers';
import { AllowRoles, AllowSignedIn, CurrentActor, Limit } from '../../edge/decorators.js';
import { by } from '../handovers/handovers.controller.js';
import { HandoverRights } from '../handovers/handover-rights.js';
import { ChecklistChangeDto, ChecklistItemDto, DelegateDto, DelegateStateDto, HandoverFileDto, RunItemDto } from './calendar.dto.js';
import { HandoverInside } from './handover-inside.js';

/** What organisers prepare of a handover. Nothing of it is public. */
@ApiTags('Handovers')
@AllowSignedIn()
@Controller('api/v1/handovers/:id')
export class DelegationController {
  constructor(
    private readonly inside: HandoverInside, private readonly delegations: Delegations, private readonly preparations: Preparations, private readonly clashes: Clashes,
    private readonly rights: HandoverRights, private readonly reader: HandoversReader, private readonly offices: Offices, private readonly files: HandoverFiles,
  ) {}

  @Get('warnings')
  @ApiOperation({ summary: 'What may clash with the planned day', description: 'A delegate elsewhere, a term that ends, a time before an election, another handover of the country in the same week. Warnings, never refusals.' })
  async warnings(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<{ items: ClashWarning[] }> {
    await this.inside.read(id, actor);
    return { items: (await this.clashes.of([id], await this.rights.scopesOf(actor), actor.locale)).get(id) ?? [] };
  }

  @Get('offices')
  @ApiOperation({ summary: 'The offices it is addressed to: who held them on its day, and who holds them today' })
  async recipients(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<{ items: HoldersThenAndNow[] }> {
    await this.inside.read(id, actor);
    const { date } = await this.reader.get(id, 'organiser');
    return { items: await this.offices.ofHandover({ id, day: date.from, timeZone: date.timeZone }) };
  }

  @Get('delegates')
  @ApiOperation({ summary: 'Who comes along', description: 'At most 100.' })
  async delegates(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<{ items: Delegate[] }> {
    await this.inside.read(id, actor);
    return { items: await this.delegations.of(id) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('delegates')
  @ApiOperation({ summary: 'Ask somebody to come along', description: 'With an address they are invited by a calendar mail, told of every move, and told when they are taken off.' })
  async invite(@Param('id') id: string, @Body() body: DelegateDto, @CurrentActor() actor: Actor): Promise<Delegate> {
    await this.inside.organise(id, actor);
    return this.delegations.get(id, await this.delegations.add(id, body, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Patch('delegates/:delegate')
  @ApiOperation({ summary: 'Write down what somebody answered by other ways' })
  async note(@Param('id') id: string, @Param('delegate') delegate: string, @Body() body: DelegateStateDto, @CurrentActor() actor: Actor): Promise<Delegate> {
    await this.inside.organise(id, actor);
    await this.delegations.note(id, delegate, body, by(actor));
    return this.delegations.get(id, delegate);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Delete('delegates/:delegate')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take somebody off', description: 'Their calendar gets a cancellation.' })
  async remove(@Param('id') id: string, @Param('delegate') delegate: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.inside.organise(id, actor);
    await this.delegations.remove(id, delegate, by(actor));
  }

  @Get('checklist')
  @ApiOperation({ summary: 'What is to be done before the day', description: 'At most 200.' })
  async checklist(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<{ items: ChecklistItem[] }> {
    await this.inside.read(id, actor);
    return { items: await this.list(id) };
  }

  @Get('files')
  @ApiOperation({ summary: 'Files that go with it', description: 'At most 200. Their bytes: `GET /console/documents/{id}`.' })
  async filesOf(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<{ items: HandoverFile[] }> {
    await this.inside.read(id, actor);
    return { items: await this.files.of(id) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('files')
  @ApiOperation({ summary: 'Put a kept file to it', description: 'Keep the file first: `POST /handovers/{id}/documents`. Again, it gets the new label.' })
  async addFile(@Param('id') id: string, @Body() body: HandoverFileDto, @CurrentActor() actor: Actor): Promise<{ items: HandoverFile[] }> {
    await this.inside.organise(id, actor);
    await this.files.add(id, body, by(actor));
    return { items: await this.files.of(id) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Delete('files/:document')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a file off', description: 'Its bytes go where nothing else refers to them.' })
  async removeFile(@Param('id') id: string, @Param('document') document: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.inside.organise(id, actor);
    await this.files.remove(id, document, by(actor));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('checklist/usual')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take the usual list for a handover of this kind' })
  async takeUsual(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<{ items: ChecklistItem[] }> {
    await this.inside.organise(id, actor);
    await this.preparations.takeUsual(id, by(actor));
    return { items: await this.list(id) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('checklist')
  @ApiOperation({ summary: 'Add to the list' })
  async addItem(@Param('id') id: string, @Body() body: ChecklistItemDto, @CurrentActor() actor: Actor): Promise<ChecklistItem | undefined> {
    await this.inside.organise(id, actor);
    const itemId = await this.preparations.add(id, body, by(actor));
    return (await this.list(id)).find((item) => item.id === itemId);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Patch('checklist/:item')
  @ApiOperation({ summary: 'Tick, or take the tick back; say who sees to it' })
  async changeItem(@Param('id') id: string, @Param('item') item: string, @Body() body: ChecklistChangeDto, @CurrentActor() actor: Actor): Promise<ChecklistItem | undefined> {
    await this.inside.organise(id, actor);
    await this.preparations.change(id, item, body, by(actor));
    return (await this.list(id)).find((one) => one.id === item);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Delete('checklist/:item')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take out of the list' })
  async removeItem(@Param('id') id: string, @Param('item') item: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.inside.organise(id, actor);
    await this.preparations.removeItem(id, item, by(actor));
  }

  @Get('run')
  @ApiOperation({ summary: 'How the day runs', description: 'In local time, at most 200.' })
  async run(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<{ items: RunItem[] }> {
    await this.inside.read(id, actor);
    return { items: await this.preparations.run(id) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('run')
  @ApiOperation({ summary: 'Add to the run of the day' })
  async addRun(@Param('id') id: string, @Body() body: RunItemDto, @CurrentActor() actor: Actor): Promise<RunItem | undefined> {
    await this.inside.organise(id, actor);
    const itemId = await this.preparations.addRun(id, body, by(actor));
    return (await this.preparations.run(id)).find((item) => item.id === itemId);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Delete('run/:item')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take out of the run of the day' })
  async removeRun(@Param('id') id: string, @Param('item') item: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.inside.organise(id, actor);
    await this.preparations.removeRun(id, item, by(actor));
  }

  private async list(id: string): Promise<ChecklistItem[]> {
    return this.preparations.checklist({ id, from: (await this.reader.get(id, 'organiser')).date.from });
  }
}
