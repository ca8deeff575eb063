using Metier.Matching;
using Metier.Talent;
using Metier.Tests.Jobs;
using Metier.Tests.Talent.Learning;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>Titles that share no word, in two languages, are brought together by the occupations they are near to.</summary>
public sealed class TitleRankingTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_french_title_meets_an_english_job_and_both_sides_are_told_why(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var ines = await host.ListedAsync("Ines Mercier", "Illustratrice d’albums pour enfants", "Adobe Photoshop");
        await host.ListedAsync("Tomasz Wilk", "Comptable", "Adobe Photoshop");
        var id = await host.PostedAsync(client, title: "Illustrator for a picture book");
        await host.SettleAsync();

        var list = await host.InScopeAsync(s => s.GetRequiredService<ShortlistForJob>().RunAsync(id, client, Ct));
        Assert.Equal(["Ines Mercier", "Tomasz Wilk"], list!.People.Select(p => p.Person.Name));
        var (near, far) = (Title(list.People[0].Reasons), Title(list.People[1].Reasons));
        Assert.True(near.Points >= 20, $"{near.Points}: {near.Says}");
        Assert.Contains("llustrator", near.Says, StringComparison.Ordinal);
        Assert.Equal(0, far.Points);
        Assert.Contains("Accountant", far.Says, StringComparison.OrdinalIgnoreCase);

        var jobs = await host.InScopeAsync(s => s.GetRequiredService<JobsForYou>().RunAsync(5, ines, Ct));
        Assert.True(Title(jobs![0].Reasons).Points >= 20);
        using var browser = await host.SignedInAsync(client);
        var page = await browser.GetAsync($"/fr/mes-missions/{id}/selection");
        Assert.Contains("les deux intitulés sont proches", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_logged_under_another_formula_teaches_nothing()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        await host.Services.GetRequiredService<TalentIndex>().ReadyAsync(Ct);
        await host.LogAsync(20, Feature.JobSuccess);
        var trained = (await host.TrainAsync(dryRun: true)).Value;
        Assert.Equal((20, RankingWeights.Freelancers.Version), (trained.Labelled, trained.BasedOn));
        // The first formula's own weights may come back; under them nothing was shown yet.
        Assert.Equal(1, (await host.PublishAsync(1)).Value);
        await host.SettleAsync();
        trained = (await host.TrainAsync(dryRun: true)).Value;
        Assert.Equal((0, 1), (trained.Labelled, trained.BasedOn));
        Assert.Equal(RankingWeights.FirstFreelancers.Features, host.Weights.Features);
        Assert.Equal(RankingWeights.Freelancers.Version, (await host.PublishAsync(10_000)).Value);
    }

    private static Reason Title(Reasons reasons) => reasons.Parts.Single(p => p.Feature == Feature.Occupation);
}
