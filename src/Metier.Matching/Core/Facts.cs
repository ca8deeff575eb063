namespace Metier.Matching;

/// <summary>
/// Reads one document after the other, where it stands: a search makes one and moves it. Lists are decoded when they are
/// asked for.
/// </summary>
internal abstract class Facts<TRow>(Vocabulary vocabulary)
    where TRow : struct
{
    private int[] _concepts = new int[64];
    private int _conceptCount;
    private bool _decoded;
    private TRow _row;

    public Segment<TRow> Segment { get; private set; } = null!;
    public int Doc { get; private set; }
    public Guid Id => Segment.Ids[Doc];
    protected Vocabulary Vocabulary => vocabulary;
    protected ref readonly TRow Row => ref _row;

    /// <summary>Concept ids in ascending order.</summary>
    public ReadOnlySpan<int> Concepts
    {
        get
        {
            Decode();
            return _concepts.AsSpan(0, _conceptCount);
        }
    }

    /// <summary>The vector of the text; empty without one.</summary>
    public ReadOnlySpan<sbyte> Vector => Segment.VectorOf(Doc);

    public bool Holds(int concept) => Concepts.Contains(concept);

    /// <summary>Another row in place of the document's own, until the next move.</summary>
    protected void Pretend(TRow row) => _row = row;

    /// <summary>Concepts beside the document's own, until the next move.</summary>
    protected void Pretend(ReadOnlySpan<int> concepts)
    {
        Decode();
        foreach (var concept in concepts)
        {
            if (!Holds(concept))
            {
                AddConcept(concept);
            }
        }

        _concepts.AsSpan(0, _conceptCount).Sort();
    }

    public void MoveTo(Segment<TRow> segment, int doc)
    {
        Segment = segment;
        Doc = doc;
        _row = segment.Row(doc);
        _decoded = false;
    }

    protected void Decode()
    {
        if (!_decoded)
        {
            _decoded = true;
            _conceptCount = 0;
            var reader = new ByteReader(Segment.Lists(Doc));
            Decode(ref reader);
        }
    }

    protected abstract void Decode(ref ByteReader reader);

    protected void ReadConcepts(ref ByteReader reader)
    {
        for (var (left, last) = (reader.Int(), 0); left > 0; left--)
        {
            last += reader.Int();
            AddConcept(last);
        }
    }

    protected void AddConcept(int concept)
    {
        if (_conceptCount == _concepts.Length)
        {
            Array.Resize(ref _concepts, _conceptCount * 2);
        }

        _concepts[_conceptCount++] = concept;
    }

    protected static void ReadInts(ref ByteReader reader, List<int> into)
    {
        into.Clear();
        for (var left = reader.Int(); left > 0; left--)
        {
            into.Add(reader.Int());
        }
    }

    protected static void ReadNear(ref ByteReader reader, List<NearOccupation> into)
    {
        into.Clear();
        for (var left = reader.Int(); left > 0; left--)
        {
            into.Add(new NearOccupation(reader.Int(), reader.Int() * Matching.Occupations.Grain));
        }
    }

    /// <summary>The title as it is compared: folded words.</summary>
    public string Title()
    {
        var reader = new ByteReader(Segment.WordsOf(Doc));
        var words = new string[reader.Int() >> 1];
        for (var at = 0; at < words.Length; at++)
        {
            words[at] = vocabulary.WordText(reader.Int());
        }

        return string.Join(' ', words);
    }
}

/// <summary>The facts of a freelancer, by the names of <see cref="FreelancerDocument"/>.</summary>
internal sealed class FreelancerFacts(Vocabulary vocabulary) : Facts<FreelancerRow>(vocabulary)
{
    private readonly List<int> _categories = [];
    private readonly List<NearOccupation> _occupations = [];
    private readonly List<(int Code, LanguageLevel Level)> _languages = [];
    private readonly List<PastWork> _pastWork = [];
    private readonly List<PassedTest> _tests = [];
    private readonly List<ClientHistory> _clients = [];

    /// <summary>The row, for whoever reads many of its facts at once.</summary>
    public ref readonly FreelancerRow AllOfRow => ref Row;

    public long? RateMinor => Row.RateMinor < 0 ? null : Row.RateMinor;
    public long? RateReference => Row.RateReference < 0 ? null : Row.RateReference;
    public long? EarnedReference => Row.EarnedReference < 0 ? null : Row.EarnedReference;
    public string Currency => Vocabulary.CodeText(Row.Currency);
    public int CountryCode => Row.Country;
    public long JoinedTicks => Row.JoinedTicks;
    public int LastActive => Row.LastActive;
    public DateOnly? AvailableFrom => Row.AvailableFrom == 0 ? null : DateOnly.FromDayNumber(Row.AvailableFrom);
    public int ContractsDone => Row.ContractsDone;
    public int? JobSuccess => Row.JobSuccess == FreelancerRow.None ? null : Row.JobSuccess;
    public int JobSuccessContracts => Row.JobSuccessContracts;
    public int Asked => Row.Asked;
    public int Answered => Row.Answered;
    public int? UtcOffsetMinutes => Row.UtcOffset == FreelancerRow.NoOffset ? null : Row.UtcOffset;
    public int HoursPerWeek => Row.HoursPerWeek;
    public int InvitationsToday => Row.InvitationsToday;
    public ExperienceLevel? Level => Row.Level == 0 ? null : (ExperienceLevel)Row.Level;
    public TalentBadge Badge => (TalentBadge)Row.Badge;
    public bool IdentityVerified => (Row.Flags & 2) != 0;

    public List<int> Categories => Decoded(_categories);
    public List<NearOccupation> Occupations => Decoded(_occupations);

    /// <summary>Languages by the numbers of their codes.</summary>
    public List<(int Code, LanguageLevel Level)> Languages => Decoded(_languages);
    public List<PastWork> PastWork => Decoded(_pastWork);
    public List<PassedTest> Tests => Decoded(_tests);
    public List<ClientHistory> Clients => Decoded(_clients);

    /// <summary>Stands for the same person with something otherwise, until the next move.</summary>
    public void Pretend(FreelancerChange change, CurrencyTable currencies)
    {
        Pretend(change.Skills.AsSpan());
        var row = Row;
        if (change.RateMinor is { } rate)
        {
            row = row with { RateMinor = rate, RateReference = currencies.ToReference(rate, change.Currency) ?? -1 };
        }

        row = change.Level is { } level ? row with { Level = (byte)level } : row;
        row = change.HoursPerWeek is { } hours
            ? row with
            {
                HoursPerWeek = (byte)Math.Clamp(hours, 0, byte.MaxValue),
                AvailableFrom = 0,
            }
            : row;
        Pretend(row);
    }

    /// <summary>The document again, but for its text: the title is folded and the overview is not kept.</summary>
    public FreelancerDocument Document() =>
        new()
        {
            Id = Id,
            MembersOnly = (Row.Flags & 1) != 0,
            Skills = [.. Concepts],
            Categories = [.. Categories],
            Occupations = [.. Occupations],
            Vector = [.. Vector],
            Title = Title(),
            RateMinor = RateMinor,
            Currency = Currency,
            Country = Vocabulary.CodeText(Row.Country),
            Languages = [.. Languages.Select(l => new SpokenLanguage(Vocabulary.CodeText(l.Code), l.Level))],
            UtcOffsetMinutes = UtcOffsetMinutes,
            HoursPerWeek = HoursPerWeek,
            AvailableFrom = AvailableFrom,
            Level = Level,
            Badge = Badge,
            IdentityVerified = IdentityVerified,
            JobSuccess = JobSuccess,
            JobSuccessContracts = JobSuccessContracts,
            ContractsDone = ContractsDone,
            EarnedMinor = Row.EarnedMinor,
            LastActive = DateOnly.FromDayNumber(LastActive),
            JoinedAt = new DateTime(JoinedTicks, DateTimeKind.Utc),
            Asked = Asked,
            Answered = Answered,
            InvitationsToday = InvitationsToday,
            PastWork = [.. PastWork],
            Tests = [.. Tests],
            Clients = [.. Clients],
        };

    protected override void Decode(ref ByteReader reader)
    {
        ReadConcepts(ref reader);
        ReadInts(ref reader, _categories);
        ReadNear(ref reader, _occupations);
        _languages.Clear();
        for (var left = reader.Int(); left > 0; left--)
        {
            var both = reader.Int();
            _languages.Add((both >> 3, (LanguageLevel)(both & 7)));
        }

        _pastWork.Clear();
        for (var left = reader.Int(); left > 0; left--)
        {
            _pastWork.Add(new PastWork(reader.Int(), reader.Int(), DateOnly.FromDayNumber(reader.Int())));
        }

        _tests.Clear();
        for (var left = reader.Int(); left > 0; left--)
        {
            _tests.Add(new PassedTest(reader.Int(), reader.Int(), reader.Int()));
        }

        _clients.Clear();
        for (var left = reader.Int(); left > 0; left--)
        {
            _clients.Add(new ClientHistory(reader.Id(), reader.Int()));
        }
    }

    private List<T> Decoded<T>(List<T> list)
    {
        Decode();
        return list;
    }
}
