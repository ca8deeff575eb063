using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>The facts of a job that change often, at a fixed width.</summary>
internal readonly record struct JobRow
{
    public Guid Client { get; init; }

    /// <summary>-1 when open.</summary>
    public long BudgetMinMinor { get; init; }

    /// <summary>-1 when open.</summary>
    public long BudgetMaxMinor { get; init; }

    /// <summary>The highest price in minor units of the reference; -1 when open or its currency is not known.</summary>
    public long MaxReference { get; init; }

    /// <summary>The highest price, or the lowest where that is open, in minor units of the reference; -1 as above.</summary>
    public long OfferedReference { get; init; }
    public long PostedTicks { get; init; }
    public int Proposals { get; init; }
    public int ClientJobs { get; init; }
    public int ClientHires { get; init; }

    /// <summary>-1 without reviews.</summary>
    public int ClientRatingMilli { get; init; }
    public int HoursPerWeek { get; init; }
    public int DurationWeeks { get; init; }
    public ushort Currency { get; init; }
    public ushort Country { get; init; }
    public byte Pay { get; init; }
    public byte Level { get; init; }

    /// <summary>1: payment verified; 2: a price is given.</summary>
    public byte Flags { get; init; }
}

/// <summary>How jobs are kept.</summary>
internal sealed class JobSchema(CurrencyTable currencies) : Schema<JobDocument, JobRow>
{
    public override Guid IdOf(JobDocument doc) => doc.Id;

    public override string TitleOf(JobDocument doc) => doc.Title;

    public override string BodyOf(JobDocument doc) => doc.Description;

    public override ImmutableArray<sbyte> VectorOf(JobDocument doc) => doc.Vector;

    public override JobRow RowOf(JobDocument doc, Vocabulary vocabulary)
    {
        var offered = doc.BudgetMaxMinor ?? doc.BudgetMinMinor;
        return new JobRow
        {
            Client = doc.Client,
            BudgetMinMinor = doc.BudgetMinMinor ?? -1,
            BudgetMaxMinor = doc.BudgetMaxMinor ?? -1,
            MaxReference = currencies.ToReference(doc.BudgetMaxMinor, doc.Currency) ?? -1,
            OfferedReference = currencies.ToReference(offered, doc.Currency) ?? -1,
            PostedTicks = doc.PostedAt.Ticks,
            Proposals = doc.Proposals,
            ClientJobs = doc.ClientJobs,
            ClientHires = doc.ClientHires,
            ClientRatingMilli = doc.ClientRatingMilli ?? -1,
            HoursPerWeek = doc.HoursPerWeek ?? -1,
            DurationWeeks = doc.DurationWeeks ?? -1,
            Currency = vocabulary.Code(doc.Currency),
            Country = vocabulary.Code(doc.Country),
            Pay = (byte)doc.Pay,
            Level = doc.Level is { } level ? (byte)level : (byte)0,
            Flags = (byte)((doc.PaymentVerified ? 1 : 0) | (offered is null ? 0 : 2)),
        };
    }

    public override void WriteLists(JobDocument doc, ByteWriter to, Vocabulary vocabulary)
    {
        Lists.WriteSorted(to, doc.MustHave.Concat(doc.NiceToHave));
        Lists.Write(to, doc.MustHave);
        Lists.Write(to, doc.NiceToHave);
        Lists.Write(to, [.. doc.Categories.Distinct()]);
        Lists.Write(to, doc.Occupations);
        Lists.Write(to, [.. doc.Languages.Distinct().Select(l => (int)vocabulary.Code(l))]);
    }

    public override void Terms(ReadOnlySpan<byte> lists, List<uint> into)
    {
        var reader = new ByteReader(lists);
        for (var (left, last) = (reader.Int(), 0); left > 0; left--)
        {
            last += reader.Int();
            into.Add(Term.Key(TermKind.Skill, last));
        }

        for (var skipped = 0; skipped < 2; skipped++)
        {
            for (var left = reader.Int(); left > 0; left--)
            {
                reader.Number();
            }
        }

        for (var left = reader.Int(); left > 0; left--)
        {
            into.Add(Term.Key(TermKind.Category, reader.Int()));
        }

        Lists.NearTerms(ref reader, into);
    }

    public override bool IsForMembers(in JobRow row) => false;

    public override bool HasRates => false;

    public override ushort Rate(in JobRow row) => 0;

    public override ushort Rest(in JobRow row, RankingWeights weights)
    {
        var rest = 0;
        foreach (var feature in weights.Features)
        {
            var value = feature.Feature switch
            {
                Feature.ClientRecord => FeatureMath.ClientRecord(
                    row.ClientHires,
                    row.ClientJobs,
                    row.ClientRatingMilli < 0 ? null : row.ClientRatingMilli
                ),
                Feature.Competition => FeatureMath.Competition(row.Proposals),
                Feature.Freshness => FeatureMath.One,
                _ => 0,
            };
            rest += Bound.Of(feature.Points, value, FeatureMath.One);
        }

        return (ushort)Math.Min(rest, ushort.MaxValue);
    }
}

/// <summary>The facts of a job, by the names of <see cref="JobDocument"/>.</summary>
internal sealed class JobFacts(Vocabulary vocabulary) : Facts<JobRow>(vocabulary)
{
    private readonly List<int> _must = [];
    private readonly List<int> _nice = [];
    private readonly List<int> _categories = [];
    private readonly List<NearOccupation> _occupations = [];
    private readonly List<int> _languages = [];

    public long? BudgetMinMinor => Row.BudgetMinMinor < 0 ? null : Row.BudgetMinMinor;
    public long? BudgetMaxMinor => Row.BudgetMaxMinor < 0 ? null : Row.BudgetMaxMinor;
    public long? MaxReference => Row.MaxReference < 0 ? null : Row.MaxReference;
    public long? OfferedReference => Row.OfferedReference < 0 ? null : Row.OfferedReference;
    public bool HasPrice => (Row.Flags & 2) != 0;
    public long PostedTicks => Row.PostedTicks;
    public int PostedDay => (int)(Row.PostedTicks / TimeSpan.TicksPerDay);
    public int Proposals => Row.Proposals;
    public int ClientJobs => Row.ClientJobs;
    public int ClientHires => Row.ClientHires;
    public int? ClientRatingMilli => Row.ClientRatingMilli < 0 ? null : Row.ClientRatingMilli;
    public string Currency => Vocabulary.CodeText(Row.Currency);
    public int CountryCode => Row.Country;
    public JobPay Pay => (JobPay)Row.Pay;
    public ExperienceLevel? Level => Row.Level == 0 ? null : (ExperienceLevel)Row.Level;
    public bool PaymentVerified => (Row.Flags & 1) != 0;

    public List<int> MustHave => Decoded(_must);
    public List<int> NiceToHave => Decoded(_nice);
    public List<int> Categories => Decoded(_categories);
    public List<NearOccupation> Occupations => Decoded(_occupations);

    /// <summary>Languages by the numbers of their codes.</summary>
    public List<int> Languages => Decoded(_languages);

    /// <summary>The document again, but for its text: the title is folded and the description is not kept.</summary>
    public JobDocument Document() =>
        new()
        {
            Id = Id,
            Client = Row.Client,
            MustHave = [.. MustHave],
            NiceToHave = [.. NiceToHave],
            Categories = [.. Categories],
            Occupations = [.. Occupations],
            Vector = [.. Vector],
            Title = Title(),
            Pay = Pay,
            BudgetMinMinor = BudgetMinMinor,
            BudgetMaxMinor = BudgetMaxMinor,
            Currency = Currency,
            Level = Level,
            Country = Vocabulary.CodeText(Row.Country),
            Languages = [.. Languages.Select(Vocabulary.CodeText)],
            HoursPerWeek = Row.HoursPerWeek < 0 ? null : Row.HoursPerWeek,
            DurationWeeks = Row.DurationWeeks < 0 ? null : Row.DurationWeeks,
            PostedAt = new DateTime(PostedTicks, DateTimeKind.Utc),
            Proposals = Proposals,
            ClientJobs = ClientJobs,
            ClientHires = ClientHires,
            ClientRatingMilli = ClientRatingMilli,
            PaymentVerified = PaymentVerified,
        };

    protected override void Decode(ref ByteReader reader)
    {
        ReadConcepts(ref reader);
        ReadInts(ref reader, _must);
        ReadInts(ref reader, _nice);
        ReadInts(ref reader, _categories);
        ReadNear(ref reader, _occupations);
        ReadInts(ref reader, _languages);
    }

    private List<T> Decoded<T>(List<T> list)
    {
        Decode();
        return list;
    }
}
