import { type Command, Option } from 'commander';
import { isKindredError, KindredError } from '../../core/index.ts';
import {
  PROTOCOLS,
  type ProtocolName,
  type ProtocolSpec,
  type Split,
  splitInteractions,
} from '../../recommend/evaluate/index.ts';
import type { Interactions } from '../../recommend/index.ts';
import { parseTime } from '../input/times.ts';
import { wholeNumberOption } from './numbers.ts';

/** The settings of protocols. */
export interface ProtocolFlags {
  readonly at?: number;
  readonly share?: number;
  readonly negatives?: number;
  readonly heldOut?: number;
  readonly minItems?: number;
  readonly seed?: number;
}

const FLAGS: Readonly<Record<keyof ProtocolFlags, string>> = {
  at: '--at',
  share: '--share',
  negatives: '--negatives',
  heldOut: '--held-out',
  minItems: '--min-items',
  seed: '--seed',
};

/** Which settings a protocol takes. */
const TAKEN: Readonly<Record<ProtocolName | 'session-next', readonly (keyof ProtocolFlags)[]>> = {
  temporal: ['at', 'share'],
  hash80: [],
  'leave-one-out': [],
  'ncf-99': ['negatives', 'seed'],
  'liang-strong': ['heldOut', 'minItems', 'seed'],
  'session-next': ['at', 'share'],
};

export const PROTOCOL_HELP = `
Protocols, each of which splits one set of interactions into a training and a holdout:
  temporal        before and from a moment on; the only one that never looks into the future
  hash80          a fifth of each user's items by a hash of both ids, which must be whole numbers
  leave-one-out   each user's newest item, ranked among the whole catalogue
  ncf-99          the same, ranked among 99 items that the user never had (He et al. 2017)
  liang-strong    users who are not trained on: a fifth of their items is expected (Liang et al. 2018)`;

export const PROTOCOL_NAMES: readonly (ProtocolName | 'session-next')[] = [...PROTOCOLS, 'session-next'];

/** `--protocol` with those names, and what they can be set to. */
export function addProtocolOptions(command: Command, names: readonly string[], otherwise?: ProtocolName): Command {
  const protocol = new Option('--protocol <name>', 'how to split into training and holdout').choices(names);
  return command
    .addOption(otherwise === undefined ? protocol : protocol.default(otherwise))
    .addOption(
      new Option('--at <time>', 'temporal, session-next: what is from this moment on is the holdout').argParser(
        (text) => parseTime(text, '--at'),
      ),
    )
    .addOption(
      new Option('--share <number>', 'temporal, session-next: the newest part of all (default: 0.2)').argParser(
        parseShare('--share'),
      ),
    )
    .addOption(
      new Option('--negatives <number>', 'ncf-99: among how many others an item is ranked (default: 99)').argParser(
        wholeNumberOption('--negatives', 1),
      ),
    )
    .addOption(
      new Option(
        '--held-out <number>',
        'liang-strong: how many users, below 1 which part of them (default: 0.1)',
      ).argParser(parseAmount),
    )
    .addOption(
      new Option('--min-items <number>', 'liang-strong: only users with so many items (default: 5)').argParser(
        wholeNumberOption('--min-items', 1),
      ),
    );
}

/**
 * The spec of a protocol that splits pairs.
 *
 * @throws KindredError `invalid-options`; `at` is the flag
 */
export function protocolFrom(protocol: ProtocolName, flags: ProtocolFlags, isAllowed = false): ProtocolSpec {
  refuseOthers(protocol, flags);
  const { at, share, negatives, heldOut, minItems, seed } = flags;
  switch (protocol) {
    case 'temporal':
      return {
        protocol,
        ...(at !== undefined && { atMs: at }),
        ...(share !== undefined && { share }),
        ...(isAllowed && { repeats: 'allow' }),
      };
    case 'ncf-99':
      return { protocol, ...(negatives !== undefined && { negatives }), ...(seed !== undefined && { seed }) };
    case 'liang-strong':
      return {
        protocol,
        ...(heldOut !== undefined && { users: heldOut }),
        ...(minItems !== undefined && { minItems }),
        ...(seed !== undefined && { seed }),
      };
    default:
      return { protocol };
  }
}

/**
 * Splits, and tells what is wrong in terms of the flags.
 *
 * @throws KindredError as `splitInteractions` does
 */
export function splitByFlags(interactions: Interactions, protocol: ProtocolSpec): Split {
  try {
    return splitInteractions(interactions, protocol);
  } catch (error) {
    if (!isKindredError(error) || error.at !== 'users') throw error;
    const message = error.message.replace('users or minItems', '--held-out or --min-items');
    throw new KindredError(error.code, message, { at: FLAGS.heldOut, cause: error });
  }
}

/** @throws KindredError `invalid-options` for a setting that means nothing to the protocol */
export function refuseOthers(protocol: ProtocolName | 'session-next', flags: ProtocolFlags): void {
  for (const name of ['at', 'share', 'negatives', 'heldOut', 'minItems'] as const) {
    if (flags[name] === undefined || TAKEN[protocol].includes(name)) continue;
    const message = `${FLAGS[name]} means nothing to the protocol ${protocol}. Leave it out.`;
    throw new KindredError('invalid-options', message, { at: FLAGS[name] });
  }
}

function parseShare(option: string): (text: string) => number {
  return (text) => {
    const share = text.trim() === '' ? Number.NaN : Number(text);
    if (share > 0 && share < 1) return share;
    const message = `${option} takes a number between 0 and 1, not "${text}".`;
    throw new KindredError('invalid-options', message, { at: option });
  };
}

function parseAmount(text: string): number {
  const isPart = Number(text) > 0 && Number(text) < 1;
  return isPart ? Number(text) : wholeNumberOption('--held-out', 1)(text);
}
