import { Injectable } from '@nestjs/common';
import { type GivenRole, invalidUser, Users } from '#libs/access';
import { type RoleDto } from './access.dto.js';

/** A role as people and programs name its place, by slug and code; asked by the API and by pages alike. */
@Injectable()
export class GivenRoles {
  constructor(private readonly users: Users) {}

  /** @throws DomainError `access.invalid_user` if there is no such campaign or store */
  async from({ role, campaign, country, store, area }: RoleDto): Promise<GivenRole & { campaignId: number | null; jurisdictionIds: string[]; storeId: string | null; area: string | null }> {
    const campaignId = campaign === undefined ? null : await this.users.campaignIdOf(campaign);
    if (store !== undefined && campaignId === null) throw invalidUser([{ field: 'campaign', code: 'required' }]);
    return {
      role, campaignId, jurisdictionIds: country === undefined ? [] : [country], area: area ?? null,
      storeId: store === undefined || campaignId === null ? null : await this.users.storeIdOf(campaignId, store),
    };
  }
}
