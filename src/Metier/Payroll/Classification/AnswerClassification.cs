using System.Text.Json;
using Metier.Contracts;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>The answers as chosen.</summary>
/// <param name="RequestId">The same form answers once.</param>
/// <param name="OfferId">The engagement.</param>
/// <param name="Pack">The questions that were on the page.</param>
/// <param name="PackVersion">Their version.</param>
/// <param name="Answers">Question → answer.</param>
/// <param name="Notes">The client's own notes.</param>
public sealed record ClassificationInput(
    Guid RequestId,
    Guid OfferId,
    string? Pack,
    int PackVersion,
    IReadOnlyDictionary<string, string?> Answers,
    string? Notes
);

/// <summary>The client answers the questions for one engagement. Answers are never changed; answering again is the next number.</summary>
public sealed class AnswerClassification(
    MetierDb db,
    PayrollOffers offers,
    ClassificationPacks packs,
    ClassificationDocument document,
    ClassificationOptions options,
    MemberViews members
)
{
    /// <summary>Answers with the result.</summary>
    public Task<Outcome<ClassificationResult>> RunAsync(ClassificationInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteOnceAsync<ClassificationResult>(
            $"classification:{actor.MemberId:N}",
            input.RequestId,
            input,
            () => AnswerAsync(input, actor, ct),
            ct
        );
    }

    private async Task<Outcome<ClassificationResult>> AnswerAsync(
        ClassificationInput input,
        Actor actor,
        CancellationToken ct
    )
    {
        if (await offers.ForPartyAsync(input.OfferId, actor, ct) is not (var offer, Side.Client))
        {
            return Refusal.NotFound();
        }
        if (actor.RefuseToHire() is { } mayNot)
        {
            return mayNot;
        }
        var freelancer = (await members.MembersAsync([offer.FreelancerId], ct))[offer.FreelancerId];
        var pack = packs.For(freelancer.Country, DateOnly.FromDateTime(db.Now));
        if (input.Pack != pack.Code || input.PackVersion != pack.Version)
        {
            // The questions changed while the page was open: what was chosen may mean something else now.
            return Refusal.Conflict();
        }
        if (Wrong(pack, input) is { Count: > 0 } wrong)
        {
            return wrong;
        }
        var answers = pack.Questions.ToDictionary(q => q.Code, q => input.Answers[q.Code]!);
        var judged = pack.Judge(answers);
        var contract = await offers.ContractAsync(offer.Id, ct);
        var row = await db.Classifications.SingleOrDefaultAsync(c => c.OfferId == offer.Id, ct);
        if (row is null)
        {
            row = new Classification
            {
                OfferId = offer.Id,
                ClientId = offer.ClientId,
                FreelancerId = offer.FreelancerId,
            };
            db.Classifications.Add(row);
        }
        var said = new ClassificationAnswers
        {
            Id = Ids.New(db.Clock),
            OfferId = offer.Id,
            Number = row.Number + 1,
            ClientId = offer.ClientId,
            FreelancerId = offer.FreelancerId,
            Country = freelancer.Country,
            Pack = pack.Code,
            PackVersion = pack.Version,
            AnswersJson = JsonSerializer.Serialize(answers, EventRegistry.Json),
            Result = judged.Result,
            Points = judged.Points,
            Percent = judged.Percent,
            Notes = (input.Notes ?? "").Trim(),
            AnsweredBy = actor.MemberId,
            AnsweredAt = db.Now,
            TermsMark = ClassificationTerms.MarkOf(offer.Terms),
            FileId = await document.KeepAsync(offer, freelancer, pack, judged, row.Number + 1, actor, ct),
        };
        db.ClassificationAnswers.Add(said);
        Follow(row, said, contract);
        db.Audit(
            actor,
            "classification.answered",
            offer.Id,
            new
            {
                said.Number,
                said.Pack,
                said.PackVersion,
                said.Result,
                said.Percent,
            }
        );
        return judged.Result;
    }

    private void Follow(Classification row, ClassificationAnswers said, Contract? contract)
    {
        row.AnswersId = said.Id;
        row.Number = said.Number;
        row.Result = said.Result;
        row.AnsweredAt = said.AnsweredAt;
        row.DueAt = contract is { State: ContractState.Ended } ? null : said.AnsweredAt.AddMonths(options.RepeatMonths);
        (row.AskedAt, row.AskedFor) = (null, null);
        // An owner confirms one set of answers, not those that come later.
        (row.ConfirmedBy, row.ConfirmedAt, row.ConfirmReason) = (null, null, "");
    }

    private static List<Refusal> Wrong(ClassificationPack pack, ClassificationInput input)
    {
        var wrong = pack
            .Questions.Where(q => q.Answers.All(a => a.Code != input.Answers.GetValueOrDefault(q.Code)))
            .Select(q => new Refusal("answer", ClassificationWordsText.ChooseAnswer, "Form." + q.Code))
            .ToList();
        if ((input.Notes ?? "").Trim().Length > 4000)
        {
            wrong.Add(new Refusal("too_long", PlatformText.TooLong(4000), "Form.Notes"));
        }
        return wrong;
    }
}

/// <summary>An owner lets work that looks like employment start as freelance work all the same, and says why.</summary>
public sealed class ConfirmClassification(MetierDb db, PayrollOffers offers, ClientRoles roles)
{
    /// <summary><paramref name="answersId"/> is what the owner was looking at: later answers are not confirmed unseen.</summary>
    public Task<Outcome<Done>> RunAsync(
        Guid offerId,
        Guid answersId,
        string? reason,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await offers.ForPartyAsync(offerId, actor, ct) is not (var offer, Side.Client))
                {
                    return Refusal.NotFound();
                }
                if (!await roles.IsOwnerAsync(offer.ClientId, actor, ct))
                {
                    return new Refusal("owner_only", ClassificationWordsText.OwnerOnly);
                }
                var row = await db.Classifications.SingleOrDefaultAsync(c => c.OfferId == offerId, ct);
                if (row is not { Result: ClassificationResult.Employment } || row.AnswersId != answersId)
                {
                    return new Refusal("nothing_to_confirm", ClassificationWordsText.NothingToConfirm);
                }
                var words = (reason ?? "").Trim();
                if (words.Length < 20)
                {
                    return new Refusal("required", ClassificationWordsText.GiveReason, "Form.Reason");
                }
                if (words.Length > 2000)
                {
                    return new Refusal("too_long", PlatformText.TooLong(2000), "Form.Reason");
                }
                (row.ConfirmedBy, row.ConfirmedAt, row.ConfirmReason) = (actor.MemberId, db.Now, words);
                db.Audit(actor, "classification.confirmed", offerId, new { answers = answersId, reason = words });
                return Done.It;
            },
            ct
        );
}

/// <summary>The client's own rule: at least the operator's.</summary>
public sealed class SetClassificationRule(MetierDb db, ClassificationOptions options)
{
    /// <summary><paramref name="rule"/> is a name of <see cref="ClassificationRule"/>.</summary>
    public Task<Outcome<Done>> RunAsync(string? rule, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (actor.ClientId is not { } clientId)
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                if (
                    !Enum.TryParse<ClassificationRule>(rule, out var wanted)
                    || !Enum.IsDefined(wanted)
                    || wanted < options.Rule
                )
                {
                    return new Refusal("rule", ClassificationWordsText.ChooseGate, "Form.Rule");
                }
                var row = await db.ClassificationSettings.SingleOrDefaultAsync(s => s.ClientId == clientId, ct);
                if (row is null)
                {
                    db.ClassificationSettings.Add(row = new ClassificationSetting { ClientId = clientId });
                }
                row.Rule = wanted;
                db.Audit(actor, "classification_setting.changed", clientId, new { wanted });
                return Done.It;
            },
            ct
        );
}
