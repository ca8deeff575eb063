using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>Counts freelancers per step of the scales a query names, each as if its own filter were not set.</summary>
internal sealed class StepCounter
{
    private readonly FreelancerQuery _query;
    private readonly FreelancerSteps _steps;
    private readonly ulong _active;
    private readonly ulong _earned;
    private readonly ulong _shared;
    private readonly ulong _language;
    private readonly long?[] _earnedReference;
    private readonly int[] _codes;
    private readonly int[] _actives;
    private readonly int[] _earners;
    private readonly int[] _sharers;
    private readonly int[] _speakers;

    public StepCounter(FreelancerQuery query, Pass<FreelancerRow, FreelancerFacts> pass, CurrencyTable currencies)
    {
        (_query, _steps) = (query, query.Steps);
        _active = pass.BitsOf(FilterKind.LastActive);
        _earned = pass.BitsOf(FilterKind.Earned);
        _shared = pass.BitsOf(FilterKind.SharedHours);
        _language = pass.BitsOf(FilterKind.Language);
        _earnedReference = [.. _steps.EarnedMinor.Select(e => currencies.ToReference(e, _steps.Currency))];
        _codes = [.. query.Filter.Languages.Select(l => pass.Vocabulary.FindCode(l.Code)).Distinct()];
        _actives = new int[_steps.ActiveWithinDays.Length];
        _earners = new int[_steps.EarnedMinor.Length];
        _sharers = new int[_steps.SharedHours.Length];
        _speakers = new int[_steps.Fluency.Length];
    }

    /// <summary>Conditions that a step leaves aside.</summary>
    public ulong Bits => _active | _earned | _shared | _language;

    public void Count(FreelancerFacts doc, ulong failed)
    {
        for (var s = 0; s < _actives.Length && (failed & ~_active) == 0; s++)
        {
            _actives[s] += doc.LastActive >= _query.Today.DayNumber - _steps.ActiveWithinDays[s] ? 1 : 0;
        }

        for (var s = 0; s < _earners.Length && (failed & ~_earned) == 0; s++)
        {
            // An amount in a currency nobody knows the worth of filters nothing.
            _earners[s] += _earnedReference[s] is not { } least || doc.EarnedReference >= least ? 1 : 0;
        }

        if (_sharers.Length > 0 && (failed & ~_shared) == 0 && doc.UtcOffsetMinutes is { } here)
        {
            var hours = FeatureMath.SharedHours(here, _query.Filter.UtcOffsetMinutes);
            for (var s = 0; s < _sharers.Length; s++)
            {
                _sharers[s] += hours >= _steps.SharedHours[s] ? 1 : 0;
            }
        }

        for (var s = 0; s < _speakers.Length && (failed & ~_language) == 0; s++)
        {
            _speakers[s] += SpeaksAll(doc, _steps.Fluency[s]) ? 1 : 0;
        }
    }

    public ImmutableArray<FacetCount<int>> ActiveWithinDays() => Of(_steps.ActiveWithinDays, _actives);

    public ImmutableArray<FacetCount<long>> EarnedMinor() => Of(_steps.EarnedMinor, _earners);

    public ImmutableArray<FacetCount<int>> SharedHours() => Of(_steps.SharedHours, _sharers);

    public ImmutableArray<FacetCount<LanguageLevel>> Fluency() => Of(_steps.Fluency, _speakers);

    private bool SpeaksAll(FreelancerFacts doc, LanguageLevel level)
    {
        foreach (var code in _codes)
        {
            if (!doc.Languages.Exists(l => l.Code == code && l.Level >= level))
            {
                return false;
            }
        }

        return true;
    }

    private static ImmutableArray<FacetCount<T>> Of<T>(ImmutableArray<T> steps, int[] counts) =>
        [.. steps.Select((step, at) => new FacetCount<T>(step, counts[at]))];
}
