// A program that reads typed rows. It compiles only if the types that are generated from the description are those of the rows.
import type { components, paths } from './schema';

type Ad = components['schemas']['ads'];
type Rows<Path extends keyof paths> =
  paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never;

async function read<Path extends keyof paths & string>(path: Path): Promise<Rows<Path>> {
  const answer = await fetch(`https://example.org/api${path}`);
  return await answer.json() as Rows<Path>;
}

export async function sum(): Promise<number> {
  const page = await read('/data/ads');
  const next: string | undefined = page['@odata.nextLink'];
  const first: Ad | undefined = page.value[0];
  const title: string | undefined = first?.title;
  const city: string | null | undefined = first?.city;
  return page.value.reduce((all, ad) => all + ad.price, (title ?? city ?? next ?? '').length);
}

export async function sellers(): Promise<string[]> {
  const answer = await read('/reports/top-sellers');
  return answer.value.map(row => JSON.stringify(row));
}

export async function sets(): Promise<string[]> {
  return (await read('/data')).value.map(set => set.name);
}

// @ts-expect-error A price is a number.
export const wrong: Ad['price'] = 'free';
