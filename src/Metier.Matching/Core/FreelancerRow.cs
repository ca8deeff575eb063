using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>The facts of a freelancer that change often, at a fixed width.</summary>
internal readonly record struct FreelancerRow
{
    public const byte None = byte.MaxValue;
    public const short NoOffset = short.MinValue;

    /// <summary>As asked, or -1.</summary>
    public long RateMinor { get; init; }

    /// <summary>In minor units of the reference, or -1 when there is none or its currency is not known.</summary>
    public long RateReference { get; init; }

    /// <summary>In minor units of the reference, or -1 when its currency is not known.</summary>
    public long EarnedReference { get; init; }
    public long EarnedMinor { get; init; }
    public long JoinedTicks { get; init; }
    public int LastActive { get; init; }

    /// <summary>The day's number, or 0 for now.</summary>
    public int AvailableFrom { get; init; }
    public int ContractsDone { get; init; }
    public int JobSuccessContracts { get; init; }
    public ushort Asked { get; init; }
    public ushort Answered { get; init; }
    public ushort Currency { get; init; }
    public ushort Country { get; init; }
    public short UtcOffset { get; init; }
    public byte HoursPerWeek { get; init; }
    public byte JobSuccess { get; init; }
    public byte InvitationsToday { get; init; }
    public byte Level { get; init; }
    public byte Badge { get; init; }

    /// <summary>1: for members only; 2: identity verified.</summary>
    public byte Flags { get; init; }
}

/// <summary>How freelancers are kept.</summary>
internal sealed class FreelancerSchema(CurrencyTable currencies) : Schema<FreelancerDocument, FreelancerRow>
{
    public override Guid IdOf(FreelancerDocument doc) => doc.Id;

    public override string TitleOf(FreelancerDocument doc) => doc.Title;

    public override string BodyOf(FreelancerDocument doc) => doc.Overview;

    public override ImmutableArray<sbyte> VectorOf(FreelancerDocument doc) => doc.Vector;

    public override FreelancerRow RowOf(FreelancerDocument doc, Vocabulary vocabulary) =>
        new()
        {
            RateMinor = doc.RateMinor ?? -1,
            RateReference = currencies.ToReference(doc.RateMinor, doc.Currency) ?? -1,
            EarnedReference = currencies.ToReference(doc.EarnedMinor, doc.Currency) ?? -1,
            EarnedMinor = doc.EarnedMinor,
            JoinedTicks = doc.JoinedAt.Ticks,
            LastActive = doc.LastActive.DayNumber,
            AvailableFrom = doc.AvailableFrom?.DayNumber ?? 0,
            ContractsDone = doc.ContractsDone,
            JobSuccessContracts = doc.JobSuccessContracts,
            Asked = Short(doc.Asked),
            Answered = Short(doc.Answered),
            Currency = vocabulary.Code(doc.Currency),
            Country = vocabulary.Code(doc.Country),
            UtcOffset = doc.UtcOffsetMinutes is { } offset ? (short)offset : FreelancerRow.NoOffset,
            HoursPerWeek = Byte(doc.HoursPerWeek),
            JobSuccess = doc.JobSuccess is { } success ? Byte(success) : FreelancerRow.None,
            InvitationsToday = Byte(doc.InvitationsToday),
            Level = doc.Level is { } level ? (byte)level : (byte)0,
            Badge = (byte)doc.Badge,
            Flags = (byte)((doc.MembersOnly ? 1 : 0) | (doc.IdentityVerified ? 2 : 0)),
        };

    public override void WriteLists(FreelancerDocument doc, ByteWriter to, Vocabulary vocabulary)
    {
        Lists.WriteSorted(to, doc.Skills);
        Lists.Write(to, [.. doc.Categories.Distinct()]);
        Lists.Write(to, doc.Occupations);
        to.Number(doc.Languages.Length);
        foreach (var language in doc.Languages)
        {
            to.Number((vocabulary.Code(language.Code) * 8L) + (int)language.Level);
        }

        to.Number(doc.PastWork.Length);
        foreach (var work in doc.PastWork)
        {
            to.Number(work.Concept);
            to.Number(work.Contracts);
            to.Number(work.LastEnded.DayNumber);
        }

        to.Number(doc.Tests.Length);
        foreach (var test in doc.Tests)
        {
            to.Number(test.Concept);
            to.Number(test.LevelMilli);
            to.Number(test.MarginMilli);
        }

        to.Number(doc.Clients.Length);
        foreach (var client in doc.Clients)
        {
            to.Id(client.Client);
            to.Number(client.GoodEnds);
        }
    }

    public override void Terms(ReadOnlySpan<byte> lists, List<uint> into)
    {
        var reader = new ByteReader(lists);
        for (var (left, last) = (reader.Int(), 0); left > 0; left--)
        {
            last += reader.Int();
            into.Add(Term.Key(TermKind.Skill, last));
        }

        for (var left = reader.Int(); left > 0; left--)
        {
            into.Add(Term.Key(TermKind.Category, reader.Int()));
        }

        Lists.NearTerms(ref reader, into);
        for (var left = reader.Int(); left > 0; left--)
        {
            reader.Number();
        }

        for (var left = reader.Int(); left > 0; left--)
        {
            into.Add(Term.Past(reader.Int(), reader.Int()));
            reader.Number();
        }

        for (var left = reader.Int(); left > 0; left--)
        {
            into.Add(Term.Key(TermKind.Test, reader.Int()));
            reader.Number();
            reader.Number();
        }
    }

    public override bool IsForMembers(in FreelancerRow row) => (row.Flags & 1) != 0;

    public override bool HasRates => true;

    public override ushort Rate(in FreelancerRow row) => RateStep.Of(row.RateReference);

    public override ushort Rest(in FreelancerRow row, RankingWeights weights)
    {
        var rest = 0;
        foreach (var feature in weights.Features)
        {
            var value = feature.Feature switch
            {
                Feature.JobSuccess => FeatureMath.JobSuccess(
                    row.JobSuccess == FreelancerRow.None ? null : row.JobSuccess,
                    row.JobSuccessContracts
                ),
                Feature.Responsiveness => FeatureMath.Replies(row.Answered, row.Asked),
                Feature.InvitationLoad => FeatureMath.InvitationLoad(
                    row.InvitationsToday,
                    FreelancerRanking.InvitationLimit
                ),
                Feature.Availability => row.HoursPerWeek > 0 ? FeatureMath.One : 0,
                Feature.LastActive => FeatureMath.One,
                _ => 0,
            };
            rest += Bound.Of(feature.Points, value, FeatureMath.One);
        }

        return (ushort)Math.Min(rest, ushort.MaxValue);
    }

    private static ushort Short(int value) => (ushort)Math.Clamp(value, 0, ushort.MaxValue);

    private static byte Byte(int value) => (byte)Math.Clamp(value, 0, 254);
}

/// <summary>Lists of numbers in bytes.</summary>
internal static class Lists
{
    /// <summary>Distinct numbers, ascending, each as its distance from the one before.</summary>
    public static void WriteSorted(ByteWriter to, IEnumerable<int> numbers)
    {
        var sorted = numbers.Distinct().Order().ToList();
        to.Number(sorted.Count);
        var last = 0;
        foreach (var number in sorted)
        {
            to.Number(number - last);
            last = number;
        }
    }

    /// <summary>Occupations a title is near to, as a direction.</summary>
    public static void Write(ByteWriter to, ImmutableArray<NearOccupation> near)
    {
        var directed = Occupations.Directed(near);
        to.Number(directed.Length);
        foreach (var (concept, milli) in directed)
        {
            to.Number(concept);
            to.Number(milli / Occupations.Grain);
        }
    }

    /// <summary>The terms of the same.</summary>
    public static void NearTerms(ref ByteReader reader, List<uint> into)
    {
        for (var left = reader.Int(); left > 0; left--)
        {
            var concept = reader.Int();
            into.Add(Term.NearOccupation(concept, Occupations.StepOf(reader.Int() * Occupations.Grain)));
        }
    }

    public static void Write(ByteWriter to, IReadOnlyCollection<int> numbers)
    {
        to.Number(numbers.Count);
        foreach (var number in numbers)
        {
            to.Number(number);
        }
    }
}
