using Metier.Jobs;
using Metier.Platform;
using Metier.Taxonomy;

namespace Metier.Demo;

/// <summary>Invents jobs and posts them.</summary>
internal sealed class DemoJobs
{
    private readonly DemoWorld world;
    private readonly DemoRandom random;
    private readonly SkillCatalogue catalogue;
    private readonly RuleOptions rules;
    private readonly Dictionary<string, List<Recipe>> recipes = [];
    private readonly Dictionary<string, Deck<string>> decks = [];

    public DemoJobs(DemoWorld world, SkillCatalogue catalogue, RuleOptions rules)
    {
        (this.world, this.catalogue, this.rules) = (world, catalogue, rules);
        random = world.Random("jobs");
        foreach (var language in Languages.All)
        {
            recipes[language] = Recipes(language);
        }
    }

    /// <summary>A post, or a task with one of its titles.</summary>
    private sealed record Recipe(DemoTrade Trade, DemoPost? Post, DemoTask? Task, string Title, bool Fixed)
    {
        public int Used { get; set; }

        /// <summary>What an hour of it costs, from and to; null when nobody pays for it by the hour.</summary>
        public int[]? Hourly => Post is { } post ? post.Hourly : Task!.Hourly;
    }

    private List<Recipe> Recipes(string language) =>
        [
            .. world
                .Texts.Posts.Where(p => p.Language == language)
                .Select(p => new Recipe(world.Texts.Trade(p.Trade), p, null, p.Title, p.Hourly is null)),
            .. world.Texts.Trades.SelectMany(t =>
                t.Tasks.SelectMany(k => k.In(language).Titles.Select(title => new Recipe(t, null, k, title, true)))
            ),
        ];

    /// <summary>
    /// The job this client would post next: in one of its trades, the words that were used least. With
    /// <paramref name="price"/> one that has a fixed price, with <paramref name="hours"/> one that is paid by the hour.
    /// </summary>
    public DemoJob Invent(DemoPerson client, DateTime at, bool price, string? trade = null, bool hours = false)
    {
        var mine = recipes[client.Language]
            .Where(r => (!price || r.Fixed) && (!hours || r.Hourly is not null) && Fits(r, client, trade))
            .ToList();
        var least = mine.Min(r => r.Used);
        var recipe = random.Of(mine.Where(r => r.Used == least).ToList());
        recipe.Used++;
        var (budget, hourly) = recipe.Post is { } p
            ? (p.Budget, p.Hourly)
            : (recipe.Task!.Budget, !price && (hours || random.Chance(0.45)) ? recipe.Task.Hourly : null);
        var words = recipe.Task?.In(client.Language);
        return new DemoJob
        {
            Id = random.Id(at),
            Client = client,
            Trade = recipe.Trade,
            Language = client.Language,
            Title = recipe.Title,
            Text = recipe.Post?.Text ?? Compose(client, words!),
            Category = recipe.Post?.Category ?? recipe.Task!.Category,
            Must = recipe.Post?.Skills ?? recipe.Task!.Skills,
            Nice = recipe.Post?.Nice ?? recipe.Task!.Nice,
            Steps = recipe.Post?.Steps ?? words!.Steps,
            Questions = recipe.Post?.Questions ?? (words!.Question is { } one && random.Chance(0.6) ? [one] : []),
            Budget = Round(random.Between((double)budget[0], budget[1])),
            Rates = hourly is null ? null : (hourly[0], hourly[1]),
        };
    }

    private static bool Fits(Recipe recipe, DemoPerson client, string? trade) =>
        trade is not null ? recipe.Trade.Trade == trade : client.Company!.Trades.Contains(recipe.Trade.Trade);

    public static int Round(double amount) =>
        amount < 500 ? (int)Math.Round(amount / 10) * 10
        : amount < 3000 ? (int)Math.Round(amount / 50) * 50
        : (int)Math.Round(amount / 100) * 100;

    private string Compose(DemoPerson client, DemoTaskWords words)
    {
        var shared = world.Texts.In(client.Language);
        var parts = string.Join('\n', words.Parts.Select(p => "- " + p));
        var who = Draw(client.Language + ".who", shared.JobWho);
        var end = Draw(client.Language + ".end", shared.JobEnds);
        return random.Below(3) switch
        {
            0 => $"{client.Company!.About} {words.What}\n\n{parts}\n\n{who} {end}",
            1 => $"{words.What}\n\n{parts}\n\n{client.Company!.About}\n\n{who}",
            _ => $"{words.What} {who}\n\n{parts}\n\n{client.Company!.About} {end}",
        };
    }

    public string Draw(string name, string[] cards)
    {
        if (!decks.TryGetValue(name, out var deck))
        {
            decks[name] = deck = new Deck<string>(cards, random);
        }
        return deck.Draw();
    }

    /// <summary>Writes the post through its aggregate, all pages at once, and opens it.</summary>
    public Task PostAsync(DemoJob job, bool draft = false)
    {
        var small = job.Budget < 900;
        var large = job.Budget > 4000;
        var audience = new AudiencePart(
            nameof(JobVisibility.Everyone),
            job.Rates is null ? null : random.Of([nameof(ProofLevel.Hours), nameof(ProofLevel.Activity)])
        );
        var level = random.Weighted(
            [(JobLevel.Starting, small ? 3 : 0.5), (JobLevel.Solid, 5), (JobLevel.Expert, large ? 4 : 1)],
            l => l.Item2
        );
        var skills = new SkillsPart(
            null,
            null,
            (
                small ? JobSize.Small
                : large ? JobSize.Large
                : JobSize.Medium
            ).ToString(),
            random.Of<string>(
                small ? ["Week", "Month"]
                : large ? ["Quarter", "HalfYear"]
                : ["Month", "Quarter"]
            ),
            level.Item1.ToString()
        );
        var price = job.Rates is { } rates
            ? new PricePart(nameof(JobPayment.Hourly), null, Whole(rates.From), Whole(rates.To), null)
            : new PricePart(nameof(JobPayment.FixedPrice), Whole(job.Budget), null, null, null);
        return world.TogetherAsync(
            job.Language,
            scene =>
            {
                var db = scene.Db;
                var post = Begin(job, db.Now);
                List<Refusal> wrong =
                [
                    .. post.Take(new WhatPart(job.Title, job.Text, job.Category, job.Language), catalogue),
                    .. post.Take(skills with { MustHave = Names(job.Must), NiceToHave = Names(job.Nice) }, catalogue),
                    .. post.Take(price, rules, DateOnly.FromDateTime(db.Now)),
                    .. post.Take(
                        new QuestionsPart([.. job.Questions.Select((q, i) => new TypedQuestion(q, i == 0))]),
                        rules,
                        db.Clock
                    ),
                    .. post.Take(audience),
                ];
                post.Saved(job.Client.Actor.MemberId, db.Now);
                if (!draft)
                {
                    wrong.AddRange(post.Post(rules, db.Now));
                    db.Audit(
                        job.Client.Actor,
                        "job.posted",
                        job.Id,
                        new
                        {
                            job.Title,
                            post.Visibility,
                            post.Contacts,
                        }
                    );
                    db.Raise(new JobPosted(job.Id));
                }
                DemoScene.Accept("PostJob", wrong);
                db.Jobs.Add(post);
                job.View = View(job, post);
                return Task.CompletedTask;
            }
        );
    }

    private static Job Begin(DemoJob job, DateTime now) =>
        new()
        {
            Id = job.Id,
            ClientId = job.Client.ClientId!.Value,
            WriterId = job.Client.Id,
            Language = job.Language,
            Currency = job.Client.Currency,
            CreatedAt = now,
        };

    /// <summary>What proposals need to know of it, without asking the database each time.</summary>
    private static JobView View(DemoJob job, Job post) =>
        new()
        {
            Id = job.Id,
            ClientId = post.ClientId,
            Title = job.Title,
            Description = job.Text,
            Language = job.Language,
            Currency = post.Money,
            Payment = post.Payment,
            Questions =
            [
                .. post.Questions.OrderBy(q => q.Position).Select(q => new JobQuestionView(q.Id, q.Text, q.Required)),
            ],
        };

    private string Names(string[] skills) => string.Join(", ", skills.Select(catalogue.Label));

    public static string Whole(int amount) => amount.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
