using Metier.Matching;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>Other weights are in force.</summary>
public sealed record RankingPublished(RankingRole Role, int Number);

/// <summary>
/// Brings a learnt version into force, or the one before back. Learnt weights pass only when searches held out did not get
/// worse, and only against the version they were compared to; what was in force once may always come back.
/// </summary>
public sealed class PublishWeights(MetierDb db, WeightsVersions versions)
{
    /// <param name="actor">Null: the command line asks.</param>
    public Task<Outcome<int>> RunAsync(RankingRole role, int number, Actor? actor, CancellationToken ct) =>
        db.WriteAsync<int>(
            async () =>
            {
                if (actor?.May(StaffRoles.Operator) == false || await versions.WeightsAsync(role, number, ct) is null)
                {
                    return Refusal.NotFound();
                }
                var last = await versions.LastAsync(role, ct);
                var current = last?.Number ?? versions.Own(role).Version;
                if (current == number)
                {
                    return new Refusal("in_force", LearningText.AlreadyInForce(number));
                }
                var publications = db.RankingPublications;
                var known =
                    WeightsVersions.IsOwn(role, number)
                    || await publications.AnyAsync(p => p.Role == role && p.Number == number, ct);
                if (!known && await WrongAsync(role, number, current, ct) is { } wrong)
                {
                    return wrong;
                }
                return Publish(role, number, current, last?.Place ?? 0, back: false, actor);
            },
            ct
        );

    /// <summary>Brings back the version that was in force before.</summary>
    public Task<Outcome<int>> RollBackAsync(RankingRole role, Actor? actor, CancellationToken ct) =>
        db.WriteAsync<int>(
            async () =>
            {
                if (actor?.May(StaffRoles.Operator) == false)
                {
                    return Refusal.NotFound();
                }
                if (await versions.BeforeAsync(role, ct) is not { } before)
                {
                    return new Refusal("first", LearningText.NothingBefore);
                }
                var last = (await versions.LastAsync(role, ct))!;
                return Publish(role, before, last.Number, last.Place, back: true, actor);
            },
            ct
        );

    private async Task<Refusal?> WrongAsync(RankingRole role, int number, int current, CancellationToken ct)
    {
        var training = (await versions.FindAsync(role, number, ct))!;
        return training.Comparison is not { MayPublish: true } comparison
                ? new Refusal(
                    "worse",
                    training.Comparison is { } compared
                        ? LearningText.Find("verdict" + compared.Verdict)!
                        : LearningText.VerdictTooFew
                )
            : training.BasedOn != current ? new Refusal("stale", LearningText.Stale(number, training.BasedOn, current))
            : null;
    }

    private Outcome<int> Publish(RankingRole role, int number, int before, int place, bool back, Actor? actor)
    {
        db.RankingPublications.Add(
            new RankingPublication
            {
                Role = role,
                Place = place + 1,
                Number = number,
                Back = back,
                At = db.Now,
                MemberId = actor?.MemberId,
            }
        );
        db.Audit(
            actor,
            back ? "ranking.rolled-back" : "ranking.published",
            null,
            new
            {
                Role = role,
                Number = number,
                Before = before,
            }
        );
        db.Raise(new RankingPublished(role, number));
        return number;
    }
}

/// <summary>Tells every node by the change feed, and takes the weights over on this one at once.</summary>
internal sealed class HearPublication(ChangeFeed feed, TalentIndex index) : IHandle<RankingPublished>
{
    /// <summary>There is one thing to read again, whichever role it is.</summary>
    private static readonly Guid Weights = new(1, 0, 0, new byte[8]);

    public async Task HandleAsync(RankingPublished happened, CancellationToken ct)
    {
        await feed.TellAsync(TalentSubject.Weights, [Weights], ct);
        await index.CatchUpAsync(ct);
    }
}
