using Metier.Matching;
using Metier.Matching.Learning;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Talent;

/// <summary>
/// Learns weights from what was shown and chosen, compares them to those in force, and keeps them as a version that an
/// operator may publish. It publishes nothing.
/// </summary>
public sealed class TrainWeights
{
    private readonly MetierDb db;
    private readonly TrainingData data;
    private readonly WeightsVersions versions;
    private readonly LearningOptions options;

    internal TrainWeights(MetierDb db, TrainingData data, WeightsVersions versions, LearningOptions options)
    {
        this.db = db;
        this.data = data;
        this.versions = versions;
        this.options = options;
    }

    /// <param name="dryRun">Learns and compares, keeps nothing.</param>
    /// <param name="actor">Null: the command line asks.</param>
    public async Task<Outcome<TrainingView>> RunAsync(RankingRole role, bool dryRun, Actor? actor, CancellationToken ct)
    {
        if (actor?.May(StaffRoles.Operator) == false)
        {
            return Refusal.NotFound();
        }
        var current = await versions.InForceAsync(role, ct);
        var formula = RankingWeights.FormulaOf(current.Version);
        var number = await versions.NextAsync(role, formula, ct);
        var searches = await data.ReadAsync(role, ct, formula);
        var bias = PositionBiasEstimator.Estimate(searches).Bias;
        searches = searches.ConvertAll(s => s.With(bias));
        var row = Row(WeightLearner.Learn(searches, current, number, options), searches, current, bias, actor);
        if (!dryRun)
        {
            var kept = await db.WriteAsync<Done>(() => KeepAsync(row, actor, ct), ct);
            if (!kept.Ok)
            {
                return Outcome<TrainingView>.From(kept);
            }
        }
        return WeightsVersions.View(row);
    }

    /// <summary>Two that ran at the same time learnt the same number; the second takes the next.</summary>
    private async Task<Outcome<Done>> KeepAsync(RankingTraining row, Actor? actor, CancellationToken ct)
    {
        var trainings = db.RankingTrainings;
        if (row.Number is not null)
        {
            row.Number = await versions.NextAsync(row.Role, RankingWeights.FormulaOf(row.Number.Value), ct);
        }
        trainings.Add(row);
        db.Audit(
            actor,
            "ranking.trained",
            row.Id,
            new
            {
                row.Role,
                row.Number,
                row.Refusal,
                row.Labelled,
                row.Verdict,
            }
        );
        return Done.It;
    }

    private RankingTraining Row(
        LearningResult result,
        List<LoggedSearch> searches,
        RankingWeights current,
        PositionBias bias,
        Actor? actor
    )
    {
        if (result is LearningResult.Refused refused)
        {
            return new RankingTraining
            {
                Id = Ids.New(db.Clock),
                At = db.Now,
                Role = current.Role,
                MemberId = actor?.MemberId,
                BasedOn = current.Version,
                BiasFromData = bias.FromData,
                Labelled = refused.Labelled,
                Needed = refused.Needed,
                Refusal = refused.Reason,
            };
        }
        var learnt = (LearningResult.Learnt)result;
        var compared = HeldOutComparison.Of(searches, current, learnt.Weights);
        return new RankingTraining
        {
            Id = Ids.New(db.Clock),
            At = db.Now,
            Role = current.Role,
            MemberId = actor?.MemberId,
            BasedOn = current.Version,
            BiasFromData = bias.FromData,
            Labelled = learnt.Labelled,
            Needed = options.LeastSearches,
            Number = learnt.Weights.Version,
            Points = WeightsVersions.Write(learnt.Weights),
            TrainedOn = learnt.TrainedOn,
            Choices = learnt.Choices,
            Verdict = compared.Verdict,
            HeldOut = compared.Searches,
            Current = compared.Current.Value,
            CurrentLow = compared.Current.Low,
            CurrentHigh = compared.Current.High,
            Learnt = compared.Learnt.Value,
            LearntLow = compared.Learnt.Low,
            LearntHigh = compared.Learnt.High,
            Difference = compared.Difference.Value,
            DifferenceLow = compared.Difference.Low,
            DifferenceHigh = compared.Difference.High,
            CurrentPairs = compared.CurrentPairs,
            LearntPairs = compared.LearntPairs,
        };
    }
}
