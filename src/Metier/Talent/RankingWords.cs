using System.Collections.Immutable;
using System.Globalization;
using Metier.Ledger;
using Metier.Matching;
using Metier.Platform;

namespace Metier.Talent;

/// <summary>Puts the facts behind a score into words, in the language of the request.</summary>
public sealed class RankingWords(TalentConcepts concepts)
{
    private const int LongestList = 4;
    private const int MostFacts = 3;

    /// <summary>What a feature is called.</summary>
    public static string Name(Feature feature) => RankingText.Find(Key(feature)) ?? feature.ToString();

    /// <summary>What a feature looks at.</summary>
    public static string About(Feature feature, RankingRole role) =>
        RankingText.Find((role == RankingRole.JobsForAFreelancer ? "aboutJob" : "about") + feature.ToString()) ?? "";

    /// <summary>
    /// Said of a feature that nobody has any data for yet; null for others. There are no skill tests to take so far, so it
    /// gives nobody anything and changes no order.
    /// </summary>
    public static string? NoDataYet(Feature feature) => feature == Feature.SkillTest ? RankingText.NoTestsYet : null;

    /// <summary>Why a freelancer stands where they stand.</summary>
    /// <param name="lifted">The operator's rule on minimum shares put them before somebody with more points.</param>
    public Reasons Freelancer(RankedMatch match, int version, bool lifted = false) =>
        Explain(match, version, new FactsOfFreelancer(this), forJob: false) with
        {
            Rule = lifted ? RankingText.ByRule : null,
        };

    /// <summary>Why a job stands where it stands.</summary>
    public Reasons Job(RankedMatch match, int version) => Explain(match, version, new FactsOfJob(this), forJob: true);

    private Reasons Explain(RankedMatch match, int version, Facts facts, bool forJob)
    {
        var why = facts.Of(match).Take(MostFacts).ToList();
        return new Reasons(
            match.Score,
            match.Reachable,
            version,
            why.Count == 0 ? null : string.Join(RankingText.Joint, why),
            [.. match.Parts.Select(p => new Reason(p.Feature, Name(p.Feature), Says(p, forJob), p.Points, p.Most))]
        );
    }

    private string Says(ScorePart part, bool forJob) =>
        part.Evidence switch
        {
            Evidence.Concepts c when part.Feature == Feature.Category => Category(c, forJob),
            Evidence.Concepts c => Skills(c),
            Evidence.Related r => Related(r, part),
            Evidence.Titles t => Titles(t),
            Evidence.Alike a => RankingText.SaysAlike(Formats.WholePercent(a.Percent)),
            Evidence.WordCount w => Typed(w),
            Evidence.PastContracts p => p.Count == 0
                ? RankingText.SaysNoContracts
                : RankingText.SaysContracts(p.Count, Month(p.LastEnded!.Value)),
            Evidence.Test t => t.Concept == 0
                ? RankingText.SaysNoTest
                : RankingText.SaysTest(concepts.Label(t.Concept), Points(t.LevelMilli), Points(t.MarginMilli)),
            Evidence.Success s => s.Score is { } score
                ? RankingText.SaysSuccess(s.Contracts, Formats.WholePercent(score))
                : RankingText.SaysNoSuccess,
            Evidence.Money m => forJob ? Offer(m) : Rate(m),
            Evidence.LevelGap l => Level(l),
            Evidence.Hours h => Free(h),
            Evidence.SharedHours h => RankingText.SaysShared(h.Of8),
            Evidence.Replies r => r.Asked == 0
                ? RankingText.SaysNoReplies
                : RankingText.SaysReplies(r.Asked, r.Answered),
            Evidence.Days d => d.Ago == 0 ? RankingText.SaysToday : RankingText.SaysDaysAgo(d.Ago),
            Evidence.Number n => Number(part.Feature, n.Count),
            Evidence.Client c => c.Jobs == 0 ? RankingText.SaysNewClient : RankingText.SaysHires(c.Jobs, c.Hires),
            _ => "",
        };

    private string Titles(Evidence.Titles t) =>
        !t.Shared.IsEmpty ? RankingText.SaysNearTitle(Labels(t.Shared))
        : t.Held.IsEmpty ? RankingText.SaysNoTitle(Labels(t.Wanted))
        : RankingText.SaysOtherTitle(Labels(t.Held), Labels(t.Wanted));

    private static string Typed(Evidence.WordCount w)
    {
        var says = RankingText.SaysWords(w.InTitle, w.Asked, w.Elsewhere);
        return w.Corrected.IsEmpty ? says : RankingText.SaysAlso(says, Instead(w));
    }

    /// <summary>The words searched for in place of those that no text has.</summary>
    internal static string Instead(Evidence.WordCount w) =>
        string.Join(", ", w.Corrected.SelectMany(c => c.Words).Distinct());

    private string Skills(Evidence.Concepts c)
    {
        var all = c.Held.Length + c.Missing.Length;
        return c.Missing.IsEmpty ? RankingText.SaysHeld(c.Held.Length, all, Labels(c.Held))
            : c.Held.IsEmpty ? RankingText.SaysNone(Labels(c.Missing))
            : RankingText.SaysHeldMissing(c.Held.Length, all, Labels(c.Held), Labels(c.Missing));
    }

    private string Category(Evidence.Concepts c, bool forJob) =>
        (c.Held.IsEmpty, forJob) switch
        {
            (false, false) => RankingText.SaysInCategory(Labels(c.Held)),
            (false, true) => RankingText.SaysJobInCategory(Labels(c.Held)),
            (true, false) => RankingText.SaysNotInCategory,
            _ => RankingText.SaysJobNotInCategory,
        };

    private string Related(Evidence.Related r, ScorePart part) =>
        r.Pairs.IsEmpty
            ? RankingText.SaysNoneRelated
            : RankingText.SaysRelated(
                Labels([.. r.Pairs.Select(p => p.Held).Distinct()]),
                Labels([.. r.Pairs.Select(p => p.Wanted)])
            );

    private static string Rate(Evidence.Money m)
    {
        if (m.AskedMinor is not { } asked)
        {
            return RankingText.SaysNoRate;
        }
        var rate = PerHour(asked, m.AskedCurrency);
        return m.MaxMinor is not { } most ? RankingText.SaysRate(rate)
            : m.AskedCurrency == m.Currency && asked > most
                ? RankingText.SaysRateBeyond(rate, PerHour(most, m.Currency))
            : m.AskedCurrency == m.Currency ? RankingText.SaysRateInside(rate, PerHour(most, m.Currency))
            : RankingText.SaysRate(rate);
    }

    private static string Offer(Evidence.Money m) =>
        m.MaxMinor is not { } offered ? RankingText.SaysOpenPrice
        : m.AskedMinor is { } own
            ? RankingText.SaysPaysEnough(Amount(offered, m.Currency), PerHour(own, m.AskedCurrency))
        : RankingText.SaysFixedPrice(Amount(offered, m.Currency));

    private static string Level(Evidence.LevelGap l) =>
        l.Has is not { } has ? RankingText.SaysNoLevel
        : has == l.Wanted ? RankingText.SaysLevelSame(LevelName(has))
        : RankingText.SaysLevelOther(LevelName(has), LevelName(l.Wanted));

    internal static string LevelName(ExperienceLevel level) =>
        level switch
        {
            ExperienceLevel.Starting => RankingText.LevelStarting,
            ExperienceLevel.Expert => RankingText.LevelExpert,
            _ => RankingText.LevelSolid,
        };

    private static string Free(Evidence.Hours h) =>
        h.From is { } from
            ? RankingText.SaysFreeFrom(Formats.Count(h.Free), Day(from))
            : RankingText.SaysFreeNow(Formats.Count(h.Free));

    private static string Number(Feature feature, int count) =>
        feature switch
        {
            Feature.InvitationLoad => RankingText.SaysInvitations(count),
            Feature.Competition => RankingText.SaysProposals(count),
            _ => count == 0 ? RankingText.SaysNoHistory : RankingText.SaysHistory(count),
        };

    /// <summary>Names in a row, the first few of many.</summary>
    internal string Labels(ImmutableArray<int> numbers)
    {
        var names = numbers.Select(concepts.Label).OfType<string>().ToList();
        return names.Count <= LongestList
            ? Formats.List(names)
            : RankingText.AndMore(names.Count - LongestList + 1, string.Join(", ", names.Take(LongestList - 1)));
    }

    internal static string PerHour(long minor, string currency) => RankingText.PerHour(Amount(minor, currency));

    internal static string Amount(long minor, string currency) => Formats.Rate(Currency.Of(currency).Minor(minor));

    internal static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.CurrentCulture);

    private static string Month(DateOnly day) => day.ToString("MMMM yyyy", CultureInfo.CurrentCulture);

    private static string Points(int milli) => Formats.Decimal(milli / 1000m, 1);

    private static string Key(Feature feature)
    {
        var name = feature.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
