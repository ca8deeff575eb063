using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>The orders a list can be put in.</summary>
public enum SortOrder
{
    BestMatch = 0,
    RateLowest = 1,
    RateHighest = 2,
    Newest = 3,
}

/// <summary>
/// A place in an ordered list, for going on after it. It survives documents coming and going, and can stand in an address.
/// </summary>
public readonly record struct PageKey(long Sort, Guid Id)
{
    /// <summary>32 characters, safe in an address.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Sort);
        Id.TryWriteBytes(bytes[8..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    public static PageKey? Parse(string? text)
    {
        Span<byte> bytes = stackalloc byte[24];
        if (
            text is not { Length: 32 }
            || Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done
            || written != 24
        )
        {
            return null;
        }

        return new PageKey(BinaryPrimitives.ReadInt64BigEndian(bytes), new Guid(bytes[8..], bigEndian: true));
    }
}

/// <summary>Which stretch of the list is wanted: its beginning, what follows a key, or what comes before one.</summary>
public sealed record Paging(int Size = 20, PageKey? After = null, PageKey? Before = null)
{
    public const int MostSize = 100;
}

/// <summary>
/// What a job, or a search, asks for. It orders and never excludes; what must hold without exception is a filter.
/// </summary>
public sealed record Need
{
    public ImmutableArray<int> MustHave { get; init; } = [];
    public ImmutableArray<int> NiceToHave { get; init; } = [];
    public ImmutableArray<int> Categories { get; init; } = [];

    /// <summary>The occupations the title is near to.</summary>
    public ImmutableArray<NearOccupation> Occupations { get; init; } = [];

    /// <summary>The text as a vector of <see cref="Vectors.Length"/>; empty without an encoder.</summary>
    public ImmutableArray<sbyte> Vector { get; init; } = [];

    /// <summary>Title and description, for the words that are no skill.</summary>
    public string Text { get; init; } = "";

    /// <summary>Hourly rate in minor units of <see cref="Currency"/>; null when the job is not paid by the hour.</summary>
    public long? RateMinMinor { get; init; }

    public long? RateMaxMinor { get; init; }
    public string Currency { get; init; } = "EUR";
    public ExperienceLevel? Level { get; init; }
    public int? HoursPerWeek { get; init; }
    public DateOnly? StartOn { get; init; }
    public int? UtcOffsetMinutes { get; init; }

    /// <summary>Who asks, so that people it worked well with before are recognised.</summary>
    public Guid? Client { get; init; }
}

/// <summary>What of a freelancer might be otherwise. Only what is set is.</summary>
public sealed record FreelancerChange
{
    /// <summary>Skills beside those that are there.</summary>
    public ImmutableArray<int> Skills { get; init; } = [];

    /// <summary>Hourly rate in minor units of <see cref="Currency"/>.</summary>
    public long? RateMinor { get; init; }

    public string Currency { get; init; } = "EUR";
    public ExperienceLevel? Level { get; init; }

    /// <summary>Hours free per week, now.</summary>
    public int? HoursPerWeek { get; init; }
}

/// <summary>What must hold of a freelancer. Only what is set filters.</summary>
public sealed record FreelancerFilter
{
    /// <summary>Skills that must all be there.</summary>
    public ImmutableArray<int> Skills { get; init; } = [];

    /// <summary>Any of these categories.</summary>
    public ImmutableArray<int> Categories { get; init; } = [];

    public long? RateMinMinor { get; init; }
    public long? RateMaxMinor { get; init; }
    public string Currency { get; init; } = "EUR";

    /// <summary>Any of these countries.</summary>
    public ImmutableArray<string> Countries { get; init; } = [];

    /// <summary>Languages that must all be spoken, each at least at its level.</summary>
    public ImmutableArray<SpokenLanguage> Languages { get; init; } = [];

    public int? HoursPerWeek { get; init; }

    /// <summary>Free by this day at the latest.</summary>
    public DateOnly? AvailableBy { get; init; }

    /// <summary>Any of these levels.</summary>
    public ImmutableArray<ExperienceLevel> Levels { get; init; } = [];

    public int? JobSuccessAtLeast { get; init; }
    public TalentBadge? BadgeAtLeast { get; init; }
    public bool IdentityVerified { get; init; }

    /// <summary>Tests that must all be passed, by the concept tested.</summary>
    public ImmutableArray<int> TestsPassed { get; init; } = [];

    public int? ActiveWithinDays { get; init; }

    /// <summary>In minor units of <see cref="Currency"/>.</summary>
    public long? EarnedAtLeastMinor { get; init; }

    /// <summary>Hours shared with the working day of the given offset.</summary>
    public int? SharedHoursAtLeast { get; init; }

    public int UtcOffsetMinutes { get; init; }

    /// <summary>People left out without a word: already invited, blocked, or oneself.</summary>
    public ImmutableArray<Guid> Except { get; init; } = [];

    /// <summary>Leaves out, without a word and from every count, whoever is for members only.</summary>
    public bool ForVisitors { get; init; }
}

/// <summary>
/// Steps of scales that a search for freelancers counts beside its facets: how many there would be with each of them in
/// place of what the filter has.
/// </summary>
public sealed record FreelancerSteps
{
    /// <summary>Active within so many days.</summary>
    public ImmutableArray<int> ActiveWithinDays { get; init; } = [];

    /// <summary>Earned at least, in minor units of <see cref="Currency"/>.</summary>
    public ImmutableArray<long> EarnedMinor { get; init; } = [];
    public string Currency { get; init; } = "EUR";

    /// <summary>Hours shared with the working day of the filter's offset.</summary>
    public ImmutableArray<int> SharedHours { get; init; } = [];

    /// <summary>Levels at which every language of the filter is spoken.</summary>
    public ImmutableArray<LanguageLevel> Fluency { get; init; } = [];
}

/// <summary>What must hold of a job. Only what is set filters.</summary>
public sealed record JobFilter
{
    /// <summary>Skills of which the job must ask for every one.</summary>
    public ImmutableArray<int> Skills { get; init; } = [];

    public ImmutableArray<int> Categories { get; init; } = [];
    public JobPay? Pay { get; init; }

    /// <summary>For jobs by the hour: the highest rate offered reaches this.</summary>
    public long? RateAtLeastMinor { get; init; }

    /// <summary>For jobs at a fixed price: the highest price offered reaches this.</summary>
    public long? BudgetAtLeastMinor { get; init; }

    public string Currency { get; init; } = "EUR";
    public ImmutableArray<ExperienceLevel> Levels { get; init; } = [];
    public ImmutableArray<string> Countries { get; init; } = [];

    /// <summary>Any of these languages is one the job is worked in.</summary>
    public ImmutableArray<string> Languages { get; init; } = [];

    public int? PostedWithinDays { get; init; }
    public int? ProposalsFewerThan { get; init; }
    public bool PaymentVerified { get; init; }

    /// <summary>The client hired at least once.</summary>
    public bool ClientHired { get; init; }

    public ImmutableArray<Guid> Except { get; init; } = [];
}

/// <summary>A search for freelancers. <see cref="Today"/> makes the same query give the same answer all day.</summary>
public sealed record FreelancerQuery
{
    /// <summary>Words, "quoted phrases" and -exclusions, as typed.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether known words are searched for in place of those that no document has.</summary>
    public bool Corrects { get; init; }

    public Need Need { get; init; } = new();
    public FreelancerFilter Filter { get; init; } = new();
    public FreelancerSteps Steps { get; init; } = new();
    public SortOrder Sort { get; init; }
    public Paging Paging { get; init; } = new();
    public required DateOnly Today { get; init; }
}

/// <summary>What is known of the freelancer for whom jobs are ordered.</summary>
public sealed record Seeker
{
    public ImmutableArray<int> Skills { get; init; } = [];
    public ImmutableArray<int> Categories { get; init; } = [];

    /// <summary>The occupations the title is near to.</summary>
    public ImmutableArray<NearOccupation> Occupations { get; init; } = [];

    /// <summary>The text as a vector of <see cref="Vectors.Length"/>; empty without an encoder.</summary>
    public ImmutableArray<sbyte> Vector { get; init; } = [];
    public string Title { get; init; } = "";
    public long? RateMinor { get; init; }
    public string Currency { get; init; } = "EUR";
    public ExperienceLevel? Level { get; init; }
}

/// <summary>A search for jobs, for anybody or for one freelancer.</summary>
public sealed record JobQuery
{
    public string Text { get; init; } = "";

    /// <summary>As <see cref="FreelancerQuery.Corrects"/>.</summary>
    public bool Corrects { get; init; }
    public Seeker? For { get; init; }
    public JobFilter Filter { get; init; } = new();
    public SortOrder Sort { get; init; }
    public Paging Paging { get; init; } = new();
    public required DateOnly Today { get; init; }
}
