/** Organisers want those drawn to be asked whether they signed. Payload: `{sampleId, handoverId}`. */
export const SAMPLE_ASKED = 'sample.asked';
