/** @module One case of an evaluation's page: opened, it shows what was asked, found, said and scored. */
import type {
  AnswerReply,
  AskedQuestion,
  CaseResult,
  RankingReply,
  Score,
  SystemReply,
} from "../../../domain/evaluation.ts";
import { toCleanLine } from "../../../foundation/pages/clean-text.ts";
import { formatDifference, formatValue } from "../figures.ts";
import { isRegressed, meanScore, type OrderedCase } from "../order-cases.ts";
import { foreign, html, type Markup } from "../../../foundation/pages/markup.ts";

/** Documents of a ranking that are listed; the JSON has them all. */
const DOCUMENTS_SHOWN = 20;
const PASSAGE_LENGTH = 600;

export function renderCase(ordered: OrderedCase, index: number): Markup {
  const { result } = ordered;
  const { caseId, asked, replies } = result;
  const [first] = replies;
  return html`<details class="case" id="case-${index}">
    <summary>
      <code>${toCleanLine(caseId)}</code>
      <span class="question"
        >${asked?.text !== undefined && foreign(toCleanLine(asked.text, 300), asked.language)}</span
      >
      <span class="scores">${toHeadScores(ordered)}</span>
    </summary>
    <div class="body">
      ${asked && renderAsked(asked, result)} ${renderScores(result)}
      ${first && renderReply(first, asked)}
      ${replies.length > 1 && html`<p class="soft">The first of ${replies.length} repeats is shown.</p>`}
    </div>
  </details>`;
}

function toHeadScores(ordered: OrderedCase): Markup {
  const { value, change, result } = ordered;
  const failure = result.failure ?? result.replies.find((reply) => reply.failure)?.failure?.code;
  return html`${failure !== undefined && html`<span class="tag fail">${failure}</span> `}${isRegressed(ordered) && html`<span class="tag fail">regressed</span> `}${value === undefined ? "unscored" : formatValue(value)}${change !== undefined && ` (${formatDifference(change)})`}`;
}

function renderAsked(asked: AskedQuestion, { caseHash }: CaseResult): Markup {
  const { principals, answerable, answers, stratum, language, group, collection } = asked;
  const entries: readonly (readonly [string, string | undefined])[] = [
    ["asked as", principals.join(", ") || "the owner"],
    ["answerable", answerable ? "yes" : "no: the right reply is to abstain"],
    ["right answers", answers.join(" | ")],
    ["stratum", stratum],
    ["language", language],
    ["collection", collection],
    ["group", group],
    ["case hash", caseHash.slice(0, 16)],
  ];
  return html`<dl>
    ${entries
      .map(
        ([name, value]) =>
          value !== undefined &&
          value !== "" &&
          html`<dt>${name}</dt>
            <dd>${foreign(value)}</dd>`,
      )
      .filter((entry) => entry !== false)}
  </dl>`;
}

function renderScores({ scores, baseline }: CaseResult): Markup {
  const rows = Object.entries(scores).map(([measure, values]) => {
    const before = meanScore(baseline?.[measure]);
    return html`<tr>
      <th scope="row"><code>${measure}</code></th>
      <td class="n">${before === undefined ? "" : formatValue(before)}</td>
      <td>${values.map(formatScore).join(", ")}</td>
    </tr>`;
  });
  return html`<h3>Scores</h3>
    <table>
      <thead>
        <tr>
          <th scope="col">measure</th>
          <th scope="col" class="n">before</th>
          <th scope="col">now, one a repeat</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

const formatScore = (score: Score): string =>
  typeof score === "number" ? formatValue(score) : `unscored: ${score.unscored}`;

function renderReply(reply: SystemReply, asked: AskedQuestion | undefined): Markup {
  const { ranking, answer, failure, latencyMs } = reply;
  return html`${
      failure &&
      html`<h3>Fault</h3>
        <p><code>${failure.code}</code> ${failure.message}</p>`
    }
    ${answer && renderAnswer(answer)} ${ranking && renderRanking(ranking, asked?.grades ?? {})}
    <p class="soft">${formatValue(latencyMs)} ms</p>`;
}

function renderRanking(ranking: RankingReply, grades: AskedQuestion["grades"]): Markup {
  const shown = ranking.documents.slice(0, DOCUMENTS_SHOWN);
  const more = ranking.documents.length - shown.length;
  const found = new Set(shown);
  const missed = Object.entries(grades).filter(([key, grade]) => grade > 0 && !found.has(key));
  return html`<h3>Ranking</h3>
    ${shown.length === 0 && html`<p>Nothing was found.</p>`}
    <ol class="ranking">
      ${shown.map((document) => html`<li>${toRanked(document, grades[document])}</li>`)}
    </ol>
    ${more > 0 && html`<p class="soft">and ${more} more</p>`}
    ${
      missed.length > 0 &&
      html`<p>
        Relevant, and not above:
        ${missed.map(([key, grade]) => html`<code>${key}</code> (grade ${grade}) `)}
      </p>`
    }`;
}

function toRanked(document: string, grade: number | undefined): Markup {
  const key = html`<code>${document}</code>`;
  if (grade === undefined) return key;
  if (grade <= 0) return html`${key} <span class="soft">judged not relevant</span>`;
  return html`<span class="hit">${key} relevant, grade ${grade}</span>`;
}

function renderAnswer(answer: AnswerReply): Markup {
  const { outcome, text, reason, confidence, sentences, passages, quotes, language } = answer;
  const sure = confidence === undefined ? "" : `, confidence ${formatValue(confidence)}`;
  const why = reason === undefined ? "" : ` (${reason})`;
  return html`<h3>Answer: ${outcome}${why}${sure}</h3>
    ${text.trim() !== "" && html`<blockquote>${foreign(text, language)}</blockquote>`}
    ${
      sentences.some(({ citations }) => citations.length > 0) &&
      html`<ol>
        ${sentences.map(
          (sentence) =>
            html`<li>
              ${foreign(sentence.text, language)}
              <span class="soft">${sentence.citations.join(", ") || "no citation"}</span>
            </li>`,
        )}
      </ol>`
    }
    ${
      quotes.length > 0 &&
      html`<h3>Citations</h3>
        <ul>
          ${quotes.map(({ document, quote }) => html`<li><code>${document}</code>: “${foreign(quote)}”</li>`)}
        </ul>`
    }
    ${
      passages.length > 0 &&
      html`<details>
        <summary>${passages.length} passages the writer was shown</summary>
        ${passages.map(
          ({ id, document, text: passage }) =>
            html`<p><strong>${id}</strong> <code>${document}</code></p>
              <blockquote>${foreign(toCleanLine(passage, PASSAGE_LENGTH))}</blockquote>`,
        )}
      </details>`
    }`;
}
