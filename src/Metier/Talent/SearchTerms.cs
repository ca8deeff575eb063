using Metier.Jobs;
using Metier.Matching;
using Metier.Platform;
using Metier.Profiles;

namespace Metier.Talent;

/// <summary>What a search asks of the engine: the same for a page of results and for one document that may be new in it.</summary>
public sealed class SearchTerms(TalentConcepts concepts, TimeProvider clock)
{
    /// <summary>Weekly hours of "more than 30 hours a week".</summary>
    internal const int FullTimeHours = 30;

    /// <summary>Weekly hours of "part time or more".</summary>
    internal const int PartTimeHours = 10;

    /// <summary>A search for freelancers; a visitor's leaves out who is for members only.</summary>
    public FreelancerQuery Talent(TalentQuery query, bool visitor) =>
        new()
        {
            Text = Words(query.Text),
            Need = new Need
            {
                RateMaxMinor = query.RateTo?.Minor,
                Currency = query.RateTo?.Currency.Code ?? TalentOptions.Reference,
            },
            Filter = Filter(query, visitor),
            Sort = query.Sort,
            Paging = new Paging(query.Size, query.After, query.Before),
            Today = Today,
        };

    /// <summary>A search for jobs; in the usual order it is that of <paramref name="seeker"/> when there is one.</summary>
    public JobQuery Jobs(JobsQuery query, Seeker? seeker) =>
        new()
        {
            Text = Words(query.Text),
            For = query.Sort == SortOrder.BestMatch ? seeker : null,
            Filter = Filter(query),
            Sort = query.Sort,
            Paging = new Paging(query.Size, query.After, query.Before),
            Today = Today,
        };

    /// <summary>The day all answers of today are of.</summary>
    public DateOnly Today => DateOnly.FromDateTime(clock.UtcNow());

    /// <summary>What was typed, as far as it is read.</summary>
    internal static string Words(string typed) => TypedText.Cut(TypedText.Line(typed), TalentQuery.LongestText);

    private FreelancerFilter Filter(TalentQuery query, bool visitor) =>
        new()
        {
            ForVisitors = visitor,
            Skills = [.. query.Skills.Select(concepts.OfSkill)],
            Categories = query.CategoryId is { } category ? [concepts.OfCategory(category)] : [],
            RateMinMinor = query.RateFrom?.Minor,
            RateMaxMinor = query.RateTo?.Minor,
            Currency =
                (query.RateFrom ?? query.RateTo ?? query.EarnedAtLeast)?.Currency.Code ?? TalentOptions.Reference,
            Countries = [.. query.Countries],
            Languages = [.. query.Languages.Select(l => new Matching.SpokenLanguage(l, Level(query.Fluency)))],
            HoursPerWeek = query.AtLeast switch
            {
                Availability.Full => FullTimeHours,
                Availability.Part => PartTimeHours,
                _ => null,
            },
            AvailableBy = query.FreeBy,
            ActiveWithinDays = query.ActiveWithinDays,
            EarnedAtLeastMinor = query.EarnedAtLeast?.Minor,
            Levels = [.. query.Experiences.Select(e => FreelancerDocuments.Level(e)!.Value)],
            JobSuccessAtLeast = query.SuccessAtLeast,
            IdentityVerified = query.IdentityVerified,
            SharedHoursAtLeast = query.SharedHours,
            UtcOffsetMinutes = (int)Zones.Find(query.Zone).GetUtcOffset(clock.GetUtcNow()).TotalMinutes,
        };

    private JobFilter Filter(JobsQuery query) =>
        new()
        {
            Skills = [.. query.Skills.Select(concepts.OfSkill)],
            Categories = query.CategoryId is { } category ? [concepts.OfCategory(category)] : [],
            Pay = query.Payment switch
            {
                JobPayment.Hourly => JobPay.Hourly,
                JobPayment.FixedPrice => JobPay.FixedPrice,
                _ => null,
            },
            RateAtLeastMinor = query.RateFrom?.Minor,
            BudgetAtLeastMinor = query.BudgetFrom?.Minor,
            Currency = (query.RateFrom ?? query.BudgetFrom)?.Currency.Code ?? TalentOptions.Reference,
            Levels = [.. query.Levels.Select(l => JobDocuments.Level(l)!.Value)],
            Languages = [.. query.Languages],
            Countries = [.. query.Countries],
            PostedWithinDays = query.PostedWithinDays,
            ProposalsFewerThan = query.ProposalsFewerThan,
            PaymentVerified = query.PaymentVerified,
            ClientHired = query.ClientHired,
        };

    internal static Matching.LanguageLevel Level(Profiles.LanguageLevel? least) =>
        least switch
        {
            Profiles.LanguageLevel.Native => Matching.LanguageLevel.Native,
            Profiles.LanguageLevel.Fluent => Matching.LanguageLevel.Fluent,
            Profiles.LanguageLevel.Conversational => Matching.LanguageLevel.Conversational,
            _ => Matching.LanguageLevel.Basic,
        };
}
