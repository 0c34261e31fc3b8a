/** Addresses that mails lead to. The server's routes answer them. */
export class Links {
  constructor(private readonly publicUrl: string) {}

  confirm(token: string): string {
    return `${this.publicUrl}/c/${encodeURIComponent(token)}`;
  }

  withdraw(token: string): string {
    return `${this.publicUrl}/w/${encodeURIComponent(token)}`;
  }

  unsubscribe(token: string): string {
    return `${this.publicUrl}/u/${encodeURIComponent(token)}`;
  }

  sample(token: string): string {
    return `${this.publicUrl}/q/${encodeURIComponent(token)}`;
  }

  petition(slug: string): string {
    return `${this.publicUrl}/petitions/${encodeURIComponent(slug)}`;
  }

  console(): string {
    return `${this.publicUrl}/console`;
  }

  bookHandover(slug: string): string {
    return `${this.publicUrl}/console/handovers/new?petition=${encodeURIComponent(slug)}`;
  }

  handover(id: string): string {
    return `${this.publicUrl}/console/handovers/${encodeURIComponent(id)}`;
  }

  /** What anybody may read of a handover, for programs. */
  handoverFacts(id: string): string {
    return `${this.publicUrl}/api/v1/handovers/${encodeURIComponent(id)}`;
  }

  /** The same of a publication. */
  publicationFacts(campaign: string, id: string): string {
    return `${this.publicUrl}/api/v1/campaigns/${encodeURIComponent(campaign)}/publications/${encodeURIComponent(id)}`;
  }

  webhook(id: string): string {
    return `${this.publicUrl}/console/webhooks/${encodeURIComponent(id)}`;
  }

  invitation(token: string): string {
    return `${this.publicUrl}/invitations/${encodeURIComponent(token)}`;
  }

  roleInvitation(token: string): string {
    return `${this.publicUrl}/console/invitations/${encodeURIComponent(token)}`;
  }

  stores(): string {
    return `${this.publicUrl}/console/stores`;
  }

  store(id: string): string {
    return `${this.publicUrl}/console/stores/${encodeURIComponent(id)}`;
  }

  /** The name of the site, as a person would say it. */
  get site(): string {
    return new URL(this.publicUrl).host;
  }
}
