import { type Random } from './random.js';

export interface InventedPerson {
  givenName: string;
  familyName: string | null;
  country: string;
  postcode: string | null;
  town: string | null;
}

interface Place { given: readonly string[]; family: readonly string[]; towns: readonly string[]; postcode: (random: Random) => string | null }

const digits = (count: number) => (random: Random): string => Array.from({ length: count }, (_, at) => (at === 0 ? 1 + random.below(9) : random.below(10))).join('');
const none = (): null => null;
const LETTERS = [...'ABDEFGHJLNPQRSTUWXYZ'];
const british = (random: Random): string => `${random.of(['SW', 'M', 'LS', 'B', 'G', 'CF', 'BT', 'NE'])}${1 + random.below(20)} ${1 + random.below(9)}${random.of(LETTERS)}${random.of(LETTERS)}`;

const ARABIC = { given: ['فاطمة', 'محمد', 'ليلى', 'أحمد', 'نور', 'يوسف', 'مريم', 'عمر', 'سلمى', 'خالد'], family: ['الحسن', 'منصور', 'حداد', 'الخطيب', 'سليم', 'ناصر', 'العلي', 'فارس'] };

/** Common given and family names of each country in its own script, mixed at random: nobody in particular. */
const PLACES: Readonly<Record<string, Place>> = {
  GB: { given: ['Amelia', 'Oliver', 'Zoë', 'Harry', 'Siân', 'Rhys', 'Isla', 'George', 'Niamh', 'Dylan', 'Priya', 'Thomas'], family: ['Smith', 'Jones', 'O’Neill', 'Taylor', 'Walker', 'Davies', 'Brontë', 'Campbell', 'Patel', 'Hughes'], towns: ['Leeds', 'Cardiff', 'Glasgow', 'Belfast', 'Bristol'], postcode: british },
  IE: { given: ['Aoife', 'Seán', 'Ciarán', 'Sinéad', 'Pádraig'], family: ['Ó Briain', 'Murphy', 'Ní Dhomhnaill', 'Kelly'], towns: ['Cork', 'Galway', 'Dublin'], postcode: none },
  FR: { given: ['Chloé', 'Noël', 'Anaïs', 'François', 'Zoé', 'Jérôme', 'Léa', 'Hélène'], family: ['Lefèvre', 'Dupont', 'Garçon', 'Müller', 'Benoît', 'Moreau', 'D’Angelo'], towns: ['Lyon', 'Rouen', 'Nîmes', 'Besançon'], postcode: digits(5) },
  NL: { given: ['Daan', 'Sanne', 'Thijs', 'Anouk', 'Bram', 'Maaike'], family: ['de Vries', 'van ’t Hoff', 'Jansen', 'Bakker', 'van den Berg'], towns: ['Utrecht', 'Groningen', 'Breda'], postcode: (random) => `${digits(4)(random)} ${random.of(LETTERS)}${random.of(LETTERS)}` },
  BE: { given: ['Elise', 'Joris', 'Maëlle', 'Wout'], family: ['Peeters', 'Lambert', 'Dubois', 'Maes'], towns: ['Gent', 'Namur', 'Liège'], postcode: digits(4) },
  CH: { given: ['Urs', 'Élodie', 'Reto', 'Ladina'], family: ['Müller', 'Favre', 'Caduff', 'Bernasconi'], towns: ['Bern', 'Genève', 'Chur'], postcode: digits(4) },
  SE: { given: ['Åsa', 'Björn', 'Linnéa', 'Göran', 'Ebba', 'Märta'], family: ['Åkesson', 'Lindström', 'Öberg', 'Sjögren', 'Nilsson'], towns: ['Malmö', 'Umeå', 'Växjö'], postcode: (random) => `${digits(3)(random)} ${digits(2)(random)}` },
  NO: { given: ['Øyvind', 'Håkon', 'Ingrid', 'Solveig'], family: ['Ødegård', 'Hansen', 'Bakke'], towns: ['Tromsø', 'Ålesund', 'Bergen'], postcode: digits(4) },
  FI: { given: ['Päivi', 'Jyrki', 'Aino', 'Väinö'], family: ['Mäkinen', 'Virtanen', 'Hämäläinen'], towns: ['Jyväskylä', 'Turku', 'Seinäjoki'], postcode: digits(5) },
  ES: { given: ['Íñigo', 'Lucía', 'Begoña', 'Andrés', 'Núria', 'José María'], family: ['Muñoz Peña', 'García', 'Núñez', 'Etxeberria', 'Gómez Ibáñez'], towns: ['Cádiz', 'León', 'Logroño'], postcode: digits(5) },
  PT: { given: ['João', 'Inês', 'Gonçalo', 'Conceição'], family: ['Simões', 'Magalhães', 'Guimarães'], towns: ['Évora', 'Braga', 'Guimarães'], postcode: (random) => `${digits(4)(random)}-${digits(3)(random)}` },
  DE: { given: ['Jürgen', 'Käthe', 'Sören', 'Anneliese'], family: ['Groß', 'Schäfer', 'Weiß', 'Köhler'], towns: ['Köln', 'Fürth', 'Gießen'], postcode: digits(5) },
  PL: { given: ['Łukasz', 'Małgorzata', 'Zażółć', 'Stanisław'], family: ['Wiśniewski', 'Dąbrowska', 'Żółkiewski'], towns: ['Łódź', 'Kraków', 'Gdańsk'], postcode: (random) => `${digits(2)(random)}-${digits(3)(random)}` },
  VN: { given: ['Nguyệt', 'Hữu', 'Thảo'], family: ['Nguyễn', 'Đặng', 'Trần'], towns: ['Huế', 'Đà Nẵng'], postcode: digits(5) },
  UA: { given: ['Оксана', 'Юрій', 'Любов', 'Тарас'], family: ['Шевченко', 'Їжакевич', 'Коваль'], towns: ['Львів', 'Харків'], postcode: digits(5) },
  BG: { given: ['Ивайло', 'Цветана', 'Христо'], family: ['Иванов', 'Петрова', 'Димитров'], towns: ['Пловдив', 'Русе'], postcode: digits(4) },
  GR: { given: ['Ελένη', 'Νίκος', 'Άγγελος', 'Δήμητρα'], family: ['Παπαδόπουλος', 'Γεωργίου', 'Οικονόμου'], towns: ['Πάτρα', 'Βόλος'], postcode: digits(5) },
  GE: { given: ['ნინო', 'გიორგი', 'თამარ'], family: ['ბერიძე', 'კაპანაძე', 'ლომიძე'], towns: ['ქუთაისი', 'ბათუმი'], postcode: digits(4) },
  AM: { given: ['Անահիտ', 'Արամ', 'Գոհար'], family: ['Հակոբյան', 'Սարգսյան'], towns: ['Գյումրի'], postcode: digits(4) },
  IN: { given: ['आरती', 'विक्रम', 'प्रिया', 'சுந்தரம்', 'அனிதா'], family: ['शर्मा', 'वर्मा', 'कृष्णन', 'பாண்டியன்'], towns: ['वाराणसी', 'मुंबई', 'சென்னை'], postcode: digits(6) },
  CN: { given: ['秀英', '伟', '雨桐', '建国'], family: ['王', '李', '张', '欧阳'], towns: ['成都', '厦门'], postcode: digits(6) },
  TW: { given: ['淑芬', '志明', '怡君'], family: ['陳', '林', '黃'], towns: ['臺南'], postcode: digits(5) },
  JP: { given: ['さくら', '健太', '陽子', 'ケンジ'], family: ['佐藤', '髙橋', '渡邉'], towns: ['札幌', '那覇'], postcode: (random) => `${digits(3)(random)}-${digits(4)(random)}` },
  KR: { given: ['지민', '서연', '민준'], family: ['김', '이', '박'], towns: ['부산', '대구'], postcode: digits(5) },
  TH: { given: ['สมชาย', 'มาลี', 'กิตติ'], family: ['ใจดี', 'ศรีสุข'], towns: ['เชียงใหม่'], postcode: digits(5) },
  KH: { given: ['សុខា', 'ដារ៉ា'], family: ['ចាន់', 'គឹម'], towns: ['សៀមរាប'], postcode: none },
  ET: { given: ['ሰላም', 'አበበ'], family: ['ተስፋዬ', 'ገብሬ'], towns: ['ባሕር ዳር'], postcode: none },
  IL: { given: ['נועה', 'איתן'], family: ['כהן', 'לוי'], towns: ['חיפה'], postcode: digits(7) },
  // One name only, as many people have.
  ID: { given: ['Suharti', 'Wayan', 'Slamet', 'Dewi'], family: [], towns: ['Yogyakarta', 'Denpasar'], postcode: digits(5) },
  AE: { ...ARABIC, towns: ['الشارقة', 'العين'], postcode: none },
  BH: { ...ARABIC, towns: ['المحرق'], postcode: none },
  EG: { ...ARABIC, towns: ['طنطا', 'أسيوط'], postcode: digits(5) },
  JO: { ...ARABIC, towns: ['إربد'], postcode: digits(5) },
  KW: { ...ARABIC, towns: ['حولي'], postcode: digits(5) },
  LB: { ...ARABIC, towns: ['صيدا', 'طرابلس'], postcode: none },
  QA: { ...ARABIC, towns: ['الريان'], postcode: none },
  MA: { ...ARABIC, towns: ['فاس', 'مراكش'], postcode: digits(5) },
};

export const INVENTED_COUNTRIES: readonly string[] = Object.keys(PLACES);

/** Somebody of that country; of one whose names are not here, with names of anywhere. */
export function inventPerson(random: Random, country: string): InventedPerson {
  const place = PLACES[country] ?? random.of(Object.values(PLACES));
  return {
    givenName: random.of(place.given), familyName: place.family.length > 0 ? random.of(place.family) : null, country,
    postcode: random.next() < 0.8 ? place.postcode(random) : null, town: random.next() < 0.6 ? random.of(place.towns) : null,
  };
}

/** A mailbox that exists nowhere (RFC 2606), one for each number of a run. */
export const inventedAddress = (run: string, n: number): string => `signer.${n}@${run}.invalid`;
