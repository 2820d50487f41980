import { join } from "node:path";
import { randomFrom } from "./broken-off";
import type { ProxyHooks } from "./hooks";
import { type Moto, startMoto } from "./moto/start";
import { copyProject } from "./project";
import { interventions } from "./proxy/all";
import type { Intervention } from "./proxy/intervention";
import { startProxy } from "./proxy/server";
import { Stage } from "./stage";

export interface StageOptions {
  readonly environment: string;
  /** A folder for the copy of the project and the logs. */
  readonly folder: string;
  readonly seed: number;
  /** The folder of a mirror that has the AWS provider. */
  readonly mirror: string;
  /** The Python that has moto. */
  readonly python: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Something that the rehearsal does because moto behaves differently from AWS. */
export interface InPlaceOfMoto {
  readonly does: string;
  readonly because: string;
  /** The number of calls that it handled; undefined for a fix of moto itself. */
  readonly calls?: number;
}

export interface OnStage {
  readonly stage: Stage;
  readonly moto: Moto;
  /** What has been done in place of moto so far. */
  readonly inPlaceOfMoto: () => InPlaceOfMoto[];
}

/** Starts moto for a copy of the project, works there, and stops moto again. Nothing is synthesized yet. */
export async function onStage<Result>(
  { environment, folder, seed, mirror, python, say, signal }: StageOptions,
  work: (on: OnStage) => Promise<Result>,
): Promise<Result> {
  const hooks: ProxyHooks = { surroundings: undefined, started: [] };
  const all = interventions(hooks);
  const upstream = { url: "" };
  const proxy = await startProxy({ port: 0, motoUrl: () => upstream.url, interventions: all, onFault: say });
  try {
    const proxyPort = Number(new URL(proxy.url).port);
    const moto = await startMoto({ python, proxyPort, log: join(folder, `moto-${environment}.log`) });
    upstream.url = moto.url;
    try {
      const project = copyProject({ folder: join(folder, environment), environment, mirror, awsUrl: proxy.url });
      const stage = new Stage(environment, project, proxy, hooks, say, randomFrom(seed), signal);
      const inPlaceOfMoto = () => [...moto.fixes, ...all.map(counted(proxy.counts))];
      return await work({ stage, moto, inPlaceOfMoto });
    } finally {
      await moto.stop();
    }
  } finally {
    await proxy.close();
  }
}

const counted =
  (counts: ReadonlyMap<Intervention, number>) =>
  (it: Intervention): InPlaceOfMoto => ({
    does: it.does,
    because: it.because,
    calls: counts.get(it) ?? 0,
  });
