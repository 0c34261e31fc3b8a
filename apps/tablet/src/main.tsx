import { render } from 'preact';
import { App } from './app/app.js';
import { missingFrom, type Missing } from './app/capabilities.js';
import { neverBroughtBack } from './app/fresh-document.js';
import { takeLink } from './app/link.js';
import { Upgrade } from './app/upgrade.js';
import { browserPlatform, openTablet } from './core/tablet.js';
import { directionOf, localeFor, TranslatorProvider } from './i18n.js';
import { Staff } from './staff/frame.js';
import { Unsupported } from './staff/unsupported.js';
import './staff/staff.css';
import { APP_VERSION } from './version.js';

const root = document.getElementById('app') as HTMLElement;

/** Before anything of the tablet's is opened: a page that may not collect touches no database. */
function refuse(missing: Exclude<Missing, 'none'>, locale = localeFor(navigator.language)): void {
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
  render(
    <TranslatorProvider locale={locale}>
      <Staff.Provider value={{ choose: (chosen) => refuse(missing, chosen), storeName: null, demonstration: false }}><Unsupported missing={missing} /></Staff.Provider>
    </TranslatorProvider>, root);
}

async function begin(): Promise<void> {
  neverBroughtBack(() => render(null, root));
  const link = takeLink(location, history);
  const tablet = await openTablet(browserPlatform(APP_VERSION));
  const upgrade = new Upgrade(navigator.serviceWorker, () => location.reload());
  const onIdle = (idle: boolean): void => {
    tablet.idle(idle);
    upgrade.setIdle(idle, tablet);
  };
  render(<App tablet={tablet} link={link} onIdle={onIdle} />, root);
  // A link that is scanned while the app is open says the same as one that opened it.
  addEventListener('hashchange', () => location.reload());
  await upgrade.begin(tablet);
}

const missing = missingFrom(globalThis);
if (missing === 'none') void begin().catch(() => undefined);
else refuse(missing);
