using System.Collections.Immutable;
using System.Globalization;
using Metier.Matching;
using Metier.Matching.Learning;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>A run of the learning, for the operator.</summary>
/// <param name="BasedOn">The version it was compared to.</param>
/// <param name="Weights">What was learnt; null when it was refused.</param>
/// <param name="Comparison">On searches held out; null when nothing was learnt.</param>
public sealed record TrainingView(
    DateTime At,
    RankingRole Role,
    Guid? MemberId,
    int BasedOn,
    int Labelled,
    int Needed,
    int TrainedOn,
    int Choices,
    bool BiasFromData,
    LearningRefusal? Refusal,
    RankingWeights? Weights,
    HeldOutComparison? Comparison
);

/// <summary>A version came into force.</summary>
/// <param name="Back">It was brought back.</param>
public sealed record PublicationView(DateTime At, int Number, bool Back, Guid? MemberId);

/// <summary>
/// Reads the versions of the weights. Each formula the program ever had begins with the program's own; those after it were
/// learnt under that formula (<see cref="RankingWeights.VersionsPerFormula"/>).
/// </summary>
public sealed class WeightsVersions(MetierDb db, TextEncoder encoder)
{
    /// <summary>The weights the program comes with, for what this instance has: with an encoder, meaning counts too.</summary>
    public RankingWeights Own(RankingRole role) =>
        (role == RankingRole.JobsForAFreelancer, encoder.IsInUse) switch
        {
            (true, true) => RankingWeights.JobsWithEncoder,
            (true, false) => RankingWeights.Jobs,
            (false, true) => RankingWeights.FreelancersWithEncoder,
            _ => RankingWeights.Freelancers,
        };

    /// <summary>The program's own weights of every formula, the first formula first.</summary>
    public static ImmutableArray<RankingWeights> AllOwn(RankingRole role) =>
        role == RankingRole.JobsForAFreelancer
            ? [RankingWeights.FirstJobs, RankingWeights.Jobs, RankingWeights.JobsWithEncoder]
            : [RankingWeights.FirstFreelancers, RankingWeights.Freelancers, RankingWeights.FreelancersWithEncoder];

    /// <summary>Whether the program came with this version.</summary>
    internal static bool IsOwn(RankingRole role, int number) => AllOwn(role).Any(w => w.Version == number);

    /// <summary>The number the next weights learnt under a formula get.</summary>
    internal async Task<int> NextAsync(RankingRole role, int formula, CancellationToken ct)
    {
        var (from, to) = (
            formula * RankingWeights.VersionsPerFormula,
            (formula + 1) * RankingWeights.VersionsPerFormula
        );
        var trainings = db.RankingTrainings;
        var last = await trainings
            .Where(t => t.Role == role && t.Number >= from && t.Number < to)
            .MaxAsync(t => t.Number, ct);
        return Math.Max(last ?? 0, AllOwn(role)[formula].Version) + 1;
    }

    /// <summary>The newest runs, those that were refused among them.</summary>
    public async Task<List<TrainingView>> TrainingsAsync(RankingRole role, int most, CancellationToken ct)
    {
        var trainings = db.RankingTrainings;
        var rows = await trainings
            .AsNoTracking()
            .Where(t => t.Role == role)
            .OrderByDescending(t => t.At)
            .ThenByDescending(t => t.Id)
            .Take(most)
            .ToListAsync(ct);
        return rows.ConvertAll(View);
    }

    /// <summary>The run that made a version; null for the first and for numbers there are not.</summary>
    public async Task<TrainingView?> FindAsync(RankingRole role, int number, CancellationToken ct)
    {
        var trainings = db.RankingTrainings;
        var row = await trainings.AsNoTracking().SingleOrDefaultAsync(t => t.Role == role && t.Number == number, ct);
        return row is null ? null : View(row);
    }

    /// <summary>The weights of a version, or null.</summary>
    public async Task<RankingWeights?> WeightsAsync(RankingRole role, int number, CancellationToken ct) =>
        AllOwn(role).FirstOrDefault(w => w.Version == number) ?? (await FindAsync(role, number, ct))?.Weights;

    /// <summary>The weights in force.</summary>
    public async Task<RankingWeights> InForceAsync(RankingRole role, CancellationToken ct) =>
        (await LastAsync(role, ct) is { } last ? await WeightsAsync(role, last.Number, ct) : null) ?? Own(role);

    /// <summary>The newest publications.</summary>
    public async Task<List<PublicationView>> PublicationsAsync(RankingRole role, int most, CancellationToken ct)
    {
        var publications = db.RankingPublications;
        return await publications
            .AsNoTracking()
            .Where(p => p.Role == role)
            .OrderByDescending(p => p.Place)
            .Take(most)
            .Select(p => new PublicationView(p.At, p.Number, p.Back, p.MemberId))
            .ToListAsync(ct);
    }

    /// <summary>
    /// The program's own versions that an operator may bring into force now: those of every formula that counts only what
    /// this instance has.
    /// </summary>
    public ImmutableArray<RankingWeights> Offered(RankingRole role) =>
        [.. AllOwn(role).Where(w => encoder.IsInUse || w.PointsOf(Feature.Meaning) == 0)];

    /// <summary>
    /// The version that was in force before the present one was published; when nothing was published before it, the
    /// program's own of its formula. Null when nobody published the present one, or it was brought back to the first of all.
    /// </summary>
    public async Task<int?> BeforeAsync(RankingRole role, CancellationToken ct)
    {
        if (await LastAsync(role, ct) is not { } last)
        {
            return null;
        }
        var (number, place) = (last.Number, last.Place);
        var publications = db.RankingPublications;
        var forward = await publications
            .Where(p => p.Role == role && p.Number == number && !p.Back && p.Place <= place)
            .MaxAsync(p => (int?)p.Place, ct);
        var before =
            await publications
                .Where(p => p.Role == role && p.Place < forward)
                .OrderByDescending(p => p.Place)
                .Select(p => (int?)p.Number)
                .FirstOrDefaultAsync(ct)
            ?? (IsOwn(role, number) ? Own(role) : AllOwn(role)[RankingWeights.FormulaOf(number)]).Version;
        return forward is null || before == number ? null : before;
    }

    internal Task<RankingPublication?> LastAsync(RankingRole role, CancellationToken ct)
    {
        var publications = db.RankingPublications;
        return publications
            .AsNoTracking()
            .Where(p => p.Role == role)
            .OrderByDescending(p => p.Place)
            .FirstOrDefaultAsync(ct);
    }

    internal static string Write(RankingWeights weights) =>
        string.Join(
            ';',
            weights.Features.Select(f => f.Feature + ":" + f.Points.ToString(CultureInfo.InvariantCulture))
        );

    internal static TrainingView View(RankingTraining row) =>
        new(
            row.At,
            row.Role,
            row.MemberId,
            row.BasedOn,
            row.Labelled,
            row.Needed,
            row.TrainedOn,
            row.Choices,
            row.BiasFromData,
            row.Refusal,
            row.Number is { } number ? new RankingWeights(number, row.Role, Read(row.Points)) : null,
            row.Verdict is { } verdict
                ? new HeldOutComparison(
                    verdict,
                    row.HeldOut,
                    new Interval(row.Current, row.CurrentLow, row.CurrentHigh),
                    new Interval(row.Learnt, row.LearntLow, row.LearntHigh),
                    new Interval(row.Difference, row.DifferenceLow, row.DifferenceHigh),
                    row.CurrentPairs,
                    row.LearntPairs
                )
                : null
        );

    private static ImmutableArray<FeatureWeight> Read(string points) =>
        [
            .. points
                .Split(';')
                .Select(p => p.Split(':'))
                .Select(p => new FeatureWeight(
                    Enum.Parse<Feature>(p[0]),
                    int.Parse(p[1], NumberStyles.None, CultureInfo.InvariantCulture)
                )),
        ];
}
