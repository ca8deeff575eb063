using System.Collections.Immutable;
using System.Text;
using Metier.Matching;

namespace Metier.Bench;

/// <summary>A search as every engine is asked it: skills, words, and the highest rate.</summary>
internal sealed record Question(int[] Skills, string[] Words, long MostMinor)
{
    /// <summary>The occupations the title of a post is near to.</summary>
    public ImmutableArray<NearOccupation> Near { get; init; } = [];

    /// <summary>The words are typed into a search box, misspelt, and the nearest known ones are searched for.</summary>
    public bool Misspelt { get; init; }
}

/// <summary>A profile as every engine is given it.</summary>
internal sealed record Profile(FreelancerDocument Document, int[] Skills);

/// <summary>
/// Profiles and questions, the same for the same seed. Words follow Zipf–Mandelbrot, p ∝ 1 ÷ (rank + 60), with small words
/// between them as in English text; skills p ∝ 1 ÷ (rank + 20).
/// </summary>
internal sealed class World(int seed)
{
    public const int SkillCount = 2_000;
    private const int WordCount = 60_000;
    private static readonly string[] Small = "the and for with a to of in that is we our it as are".Split(' ');
    private static readonly string[] Countries =
    [
        "FR",
        "IE",
        "DE",
        "ES",
        "PL",
        "IN",
        "CA",
        "MA",
        "SN",
        "US",
        "GB",
        "BR",
    ];
    private static readonly DateOnly Today = new(2026, 6, 1);
    private readonly string[] _words = Names(WordCount);
    private readonly double[] _wordShares = Shares(WordCount, 60);
    private readonly double[] _skillShares = Shares(SkillCount, 20);

    public static DateOnly Day => Today;

    /// <summary>Each skill stands near four others.</summary>
    public static MatchingTaxonomy Taxonomy { get; } =
        new(
            Lexicon.Empty,
            new ConceptGraph(
                Enumerable
                    .Range(1, SkillCount)
                    .SelectMany(s =>
                        new[] { 1, 2 }.Select(by => new Relation(s, ((s - 1 + by) % SkillCount) + 1, 700 - (100 * by)))
                    )
            )
        );

    public IEnumerable<Profile> Profiles(int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return Profile(i);
        }
    }

    public Profile Profile(int number)
    {
        var random = new Random(Mixed(number));
        var skills = Skills(random, random.Next(5, 16));
        var contracts = random.Next(10) < 4 ? 0 : (int)Math.Pow(random.NextDouble() * 7, 2);
        var document = new FreelancerDocument
        {
            Id = IdOf(number),
            Skills = [.. skills],
            Categories = [1 + (skills[0] % 86), 100 + (skills[0] % 14)],
            Occupations = Near(skills),
            Title = Text(random, random.Next(3, 7), 0),
            Overview = Text(random, random.Next(40, 81), 40),
            RateMinor = 1_500 + (random.Next(0, 240) * 50L),
            Country = Countries[random.Next(Countries.Length)],
            Languages =
            [
                new SpokenLanguage("en", LanguageLevel.Fluent),
                new SpokenLanguage("fr", LanguageLevel.Native),
            ],
            UtcOffsetMinutes = random.Next(-10, 11) * 60,
            HoursPerWeek = random.Next(0, 5) * 10,
            ContractsDone = contracts,
            JobSuccess = contracts < 2 ? null : random.Next(60, 101),
            JobSuccessContracts = contracts,
            LastActive = Today.AddDays(-random.Next(0, 120)),
            JoinedAt = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(number),
            Asked = 10,
            Answered = random.Next(0, 11),
            InvitationsToday = random.Next(0, 6) == 0 ? random.Next(1, 6) : 0,
            PastWork =
            [
                .. skills
                    .Take(contracts == 0 ? 0 : random.Next(1, 4))
                    .Select(s => new PastWork(s, 1 + (contracts / 3), Today.AddDays(-random.Next(10, 900)))),
            ],
        };
        return new Profile(document, skills);
    }

    public static Guid IdOf(int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, 0x9E37_79B9_7F4A_7C15UL * (ulong)(number + 1));
        BitConverter.TryWriteBytes(bytes[8..], number);
        return new Guid(bytes);
    }

    public static int NumberOf(Guid id) => BitConverter.ToInt32(id.ToByteArray(), 8);

    /// <summary>Two to five skills and three to eight words.</summary>
    public List<Question> Short(int count) => Questions(count, 1, (2, 5), (3, 8));

    /// <summary>Three to eight skills and forty to eighty words.</summary>
    public List<Question> Posts(int count) => Questions(count, 2, (3, 8), (40, 80));

    /// <summary>Two or three words typed into a search box, of which one has a letter in place of another.</summary>
    public List<Question> Misspelt(int count) =>
        [
            .. Questions(count, 3, (2, 3), (2, 3))
                .Select(q =>
                    q with
                    {
                        Misspelt = true,
                        Words = [.. q.Words.Skip(1).Prepend(q.Words[0][..^1] + "wx")],
                    }
                ),
        ];

    private List<Question> Questions(int count, int kind, (int From, int To) skills, (int From, int To) words)
    {
        var random = new Random(Mixed(-kind));
        var questions = new List<Question>();
        for (var i = 0; i < count; i++)
        {
            var asked = Skills(random, random.Next(skills.From, skills.To + 1));
            questions.Add(
                new Question(
                    asked,
                    [
                        .. Enumerable
                            .Range(0, random.Next(words.From, words.To + 1))
                            .Select(_ => Word(random))
                            .Distinct(),
                    ],
                    3_000 + (random.Next(0, 100) * 100L)
                )
                {
                    // What is typed into a search has no title.
                    Near = kind == 2 ? Near(asked) : [],
                }
            );
        }

        return questions;
    }

    /// <summary>One to three of 300 occupations, those of the first skills; nothing is drawn for them.</summary>
    private static ImmutableArray<NearOccupation> Near(int[] skills) =>
        [
            .. skills
                .Take(1 + (skills.Length % 3))
                .Select((s, at) => new NearOccupation(SkillCount + 1 + (s % 300), 900 - (300 * at))),
        ];

    /// <summary>HashCode would be another in every process.</summary>
    private int Mixed(int number)
    {
        var mixed = ((ulong)(uint)seed << 32) | (uint)number;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)(mixed ^ (mixed >> 31));
    }

    private int[] Skills(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => 1 + Pick(_skillShares, random)).Distinct()];

    private string Word(Random random) => _words[Pick(_wordShares, random)];

    private string Text(Random random, int words, int smallPercent)
    {
        var text = new StringBuilder();
        for (var w = 0; w < words; w++)
        {
            text.Append(random.Next(100) < smallPercent ? Small[random.Next(Small.Length)] : Word(random)).Append(' ');
        }

        return text.ToString();
    }

    private static int Pick(double[] shares, Random random)
    {
        var at = Array.BinarySearch(shares, random.NextDouble());
        return Math.Min(at < 0 ? ~at : at, shares.Length - 1);
    }

    private static double[] Shares(int count, int offset)
    {
        var sums = new double[count];
        var sum = 0.0;
        for (var r = 0; r < count; r++)
        {
            sums[r] = sum += 1.0 / (r + offset);
        }

        return [.. sums.Select(s => s / sum)];
    }

    /// <summary>Made-up words that the stemmers leave as they are.</summary>
    private static string[] Names(int count)
    {
        const string Consonants = "bdfgklmnprtvz";
        const string Vowels = "aiou";
        var names = new string[count];
        for (var i = 0; i < count; i++)
        {
            var name = new StringBuilder();
            for (var rest = i + 200; rest > 0; rest /= Consonants.Length * Vowels.Length)
            {
                var syllable = rest % (Consonants.Length * Vowels.Length);
                name.Append(Consonants[syllable / Vowels.Length]).Append(Vowels[syllable % Vowels.Length]);
            }

            names[i] = name.Append('k').ToString();
        }

        return names;
    }
}
