using System.Net;
using System.Text.Json;
using Metier.Jobs;
using Metier.Platform;
using Metier.Profiles;
using Metier.Taxonomy;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Taxonomy;

/// <summary>A skill that the taxonomy does not have is added by whoever needs it.</summary>
public sealed class LocalSkillTests
{
    private const string Editor = "/en/profile/edit";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static SkillCatalogue Catalogue(TestHost host) => host.Services.GetRequiredService<SkillCatalogue>();

    private static Task<Outcome<Done>> ChooseAsync(TestHost host, Actor who, string skills, params string[] asNew) =>
        host.InScopeAsync(s => s.GetRequiredService<ChooseSkills>().RunAsync(new(skills, null, asNew), who, Ct));

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_profile_adds_a_skill_without_script(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ines = await host.MemberAsync("Ines Mercier", freelancer: true);
        using var browser = await host.SignedInAsync(ines);
        var page = await (await browser.GetAsync(Editor)).SubmitAsync(
            "#skills form",
            new Dictionary<string, string?> { ["Form.Skills"] = "Watercolour, Gnome glazing" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("Add “Gnome glazing” as a new skill", page.Text, StringComparison.Ordinal);
        Assert.Single(page.Document.QuerySelectorAll("[name='Form.New']"));

        page = await page.SubmitAsync(
            "#skills form",
            new Dictionary<string, string?> { ["Form.New"] = "Gnome glazing" }
        );
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(
            "Watercolour, Gnome glazing",
            page.Document.QuerySelector("[name='Form.Skills']")!.GetAttribute("value")
        );
        Assert.Empty(page.Document.QuerySelectorAll("[name='Form.New']"));
        Assert.Contains(
            "Gnome glazing",
            (await browser.GetAsync($"/en/talent/{ines.MemberId}")).Text,
            StringComparison.Ordinal
        );

        // Its author finds it again; others are not offered it, but who writes the same gets the same.
        Assert.Contains("Gnome glazing", await TypedAsync(browser.Http, "gnom"), StringComparison.Ordinal);
        using var visitor = host.Visitor();
        Assert.DoesNotContain("Gnome glazing", await TypedAsync(visitor.Http, "gnom"), StringComparison.Ordinal);
        var noor = await host.MemberAsync("Noor Haddad", freelancer: true);
        Assert.True((await ChooseAsync(host, noor, "GNOME-glazing")).Ok);
        var views = await host.InScopeAsync(s =>
            s.GetRequiredService<ProfileViews>().CardsAsync([ines.MemberId, noor.MemberId], Ct)
        );
        Assert.Equal(views[ines.MemberId].Skills[1], Assert.Single(views[noor.MemberId].Skills));
        Assert.Single(Catalogue(host).Waiting);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_job_adds_a_skill_without_script(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var job = await host.DraftAsync(client);
        using var browser = await host.SignedInAsync(client);
        var fields = new Dictionary<string, string?>
        {
            ["Form.MustHave"] = "Adobe Photoshop, Gnome glazing",
            ["Form.NiceToHave"] = "Bead sorting",
        };
        var page = await (await browser.GetAsync($"/en/my-jobs/{job}/edit/skills")).SubmitAsync("#skills", fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(2, page.Document.QuerySelectorAll("[name='Form.New']").Length);
        fields["Form.New"] = "Gnome glazing";
        page = await page.SubmitAsync("#skills", fields);
        // The other one was not ticked: nothing is kept of either.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Empty(Catalogue(host).Waiting);
        fields["Form.NiceToHave"] = "";
        page = await page.SubmitAsync("#skills", fields);
        Assert.EndsWith("/edit/price", page.Path, StringComparison.Ordinal);
        var view = await host.InScopeAsync(s => s.GetRequiredService<JobViews>().OwnAsync(job, client, Ct));
        Assert.Equal(["Adobe Photoshop", "Gnome glazing"], Catalogue(host).Labels(view!.MustHave));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_may_be_added_has_limits(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ines = await host.MemberAsync("Ines Mercier", freelancer: true);
        foreach (
            var (typed, code) in new[]
            {
                ("x", "skill_length"),
                (new string('g', 61), "skill_length"),
                ("https://gnomes.example", "skill_link"),
                ("www.gnomes.example", "skill_link"),
                ("ines@example.org", "skill_link"),
                ("06 12 34 56 78", "skill_link"),
                ("12345", "skill_link"),
            }
        )
        {
            var refused = await ChooseAsync(host, ines, typed, typed);
            Assert.Equal((code, "Form.Skills"), (refused.Refusals[0].Code, refused.Refusals[0].Field));
        }
        // What is known is not added, however it is written: aliases, case, accents.
        Assert.True((await ChooseAsync(host, ines, "JS, wâtercolour", "JS", "wâtercolour")).Ok);
        Assert.Empty(Catalogue(host).Waiting);

        Assert.True((await ChooseAsync(host, ines, "Gnome 1, Gnome 2, Gnome 3", "Gnome 1", "Gnome 2", "Gnome 3")).Ok);
        var fourth = await ChooseAsync(host, ines, "Gnome 1, Gnome 4", "Gnome 4");
        Assert.Equal("skills_per_day", fourth.Refusals[0].Code);
        // Those that are there are no new ones.
        Assert.True((await ChooseAsync(host, ines, "Gnome 3, Gnome 1", "Gnome 1")).Ok);
        await host.AdvanceAsync(TimeSpan.FromHours(25));
        Assert.True((await ChooseAsync(host, ines, "Gnome 1, Gnome 4", "Gnome 4")).Ok);
        Assert.Equal(4, Catalogue(host).Waiting.Count);
    }

    [Fact]
    public async Task The_picker_says_by_which_alias_it_found_a_skill()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        using var visitor = host.Visitor();
        using var answer = JsonDocument.Parse(
            await visitor.Http.GetStringAsync("/api/skills?q=ecmascript&lang=en", Ct)
        );
        var first = answer.RootElement[0];
        Assert.Equal("JavaScript", first.GetProperty("name").GetString());
        Assert.Equal("ecmascript", first.GetProperty("alias").GetString());
        using var label = JsonDocument.Parse(await visitor.Http.GetStringAsync("/api/skills?q=javascr&lang=fr", Ct));
        Assert.Equal(JsonValueKind.Null, label.RootElement[0].GetProperty("alias").ValueKind);
    }

    private static Task<string> TypedAsync(HttpClient http, string typed) =>
        http.GetStringAsync("/api/skills?lang=en&q=" + typed, Ct);
}
