import { describe } from '@jest/globals';
import { consoleScene, lookAtEveryPage, type Pages, pictures } from './console-scene.js';

const scene = consoleScene();

const PAGES: Pages = {
  today: () => '/console',
  petitions: () => '/console/petitions',
  'petitions-filtered': () => '/console/petitions?campaign=alive&status=closed',
  petition: () => '/console/petitions/alive-se',
  draft: () => '/console/petitions/alive-fi',
  texts: () => '/console/petitions/alive-se/texts',
  settings: () => '/console/petitions/alive-se/settings',
  'new-petition': () => '/console/petitions/new',
  'new-campaign': () => '/console/campaigns/new',
  handovers: () => '/console/handovers',
  'handovers-past': () => '/console/handovers?show=past',
  month: () => `/console/handovers?month=${new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 7)}`,
  'book-any': () => '/console/handovers/new',
  book: () => '/console/handovers/new?petition=alive-se',
  'handover-planned': () => `/console/handovers/${scene.ids.planned}`,
  'handover-held': () => `/console/handovers/${scene.ids.held}`,
  'handover-bundle': () => `/console/handovers/${scene.ids.bundle}`,
  commitments: () => '/console/commitments',
  commitment: () => `/console/commitments/${scene.ids.commitment}`,
  password: () => '/console/password',
  'not-found': () => '/console/petitions/alive-zz',
};

describe('every page that organisers use daily, in every language', () => lookAtEveryPage(scene, PAGES));
pictures(scene, PAGES);
