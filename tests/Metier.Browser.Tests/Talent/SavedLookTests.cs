using Metier.Platform;
using Metier.Profiles;
using Metier.Talent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Talent;

/// <summary>What people keep: searches, freelancers, jobs; with something in each list.</summary>
[Collection(nameof(TalentSite))]
public sealed class SavedLookTests(TalentSite talent)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private Site Site => talent.Site;

    [Theory]
    [InlineData("en", 1280, false)]
    [InlineData("fr", 390, true)]
    public async Task Pages_have_no_accessibility_violation_and_do_not_scroll_sideways(
        string language,
        int width,
        bool dark
    )
    {
        var page = await Site.WindowAsync(width, dark, language);
        var actor = await Site.SignInAsync(page, "Chloé Marchand", language, Hat.Freelancer);
        var other = await Site.MemberAsync("Somebody Else");
        var job = await talent.PostedAsync(other.MemberId);
        var french = language == "fr";
        var (search, person) = await KeepAsync(actor, job, french);
        (string Path, string Shot)[] paths =
        [
            (french ? "/fr/talents?q=aquarelle&lang=fr" : "/en/talent?q=watercolour&lang=fr", "search"),
            (french ? "/fr/missions?q=aquarelle" : "/en/jobs?q=watercolour", "jobs"),
            (french ? "/fr/recherches-enregistrees" : "/en/saved-searches", "searches"),
            (
                french ? $"/fr/recherches-enregistrees/{search}/modifier" : $"/en/saved-searches/{search}/change",
                "change"
            ),
            (french ? "/fr/freelances-enregistres" : "/en/saved-freelancers", "people"),
            (french ? $"/fr/freelances-enregistres/{person}" : $"/en/saved-freelancers/{person}", "note"),
            (french ? "/fr/missions-enregistrees" : "/en/saved-jobs", "saved-jobs"),
            (french ? "/fr/missions/pour-vous" : "/en/jobs/for-you", "for-you"),
            (french ? $"/fr/talents/{person}" : $"/en/talent/{person}", "profile"),
            (french ? $"/fr/missions/{job}" : $"/en/jobs/{job}", "job"),
            (french ? "/fr/tableau-de-bord" : "/en/dashboard", "dashboard"),
        ];
        foreach (var (path, shot) in paths)
        {
            await page.CheckAsync(path, $"saved-{shot}-{language}-{width}");
        }
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task With_the_keyboard_alone_a_freelancer_is_saved_and_the_row_is_still_there()
    {
        var page = await Site.WindowAsync();
        await Site.SignInAsync(page, "Keyboard Person");
        await page.GotoAsync("/en/talent?q=watercolour&sort=rate");
        var save = page.GetByRole(AriaRole.Button, new() { Name = "Save Tomasz Wilk" });
        await save.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions
            .Expect(page.GetByRole(AriaRole.Button, new() { Name = "Saved Tomasz Wilk, press to remove" }))
            .ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".toast")).ToContainTextAsync("Saved to your freelancers.");
        await page.Context.CloseAsync();
    }

    private async Task<(Guid Search, Guid Person)> KeepAsync(Actor actor, Guid job, bool french) =>
        await Site.InScopeAsync(async s =>
        {
            // A profile of one's own, which jobs are ordered by and which nobody finds.
            await s.GetRequiredService<SetVisibility>().RunAsync("Hidden", actor, Ct);
            await s.GetRequiredService<EditIntro>().RunAsync(new("Illustrator", "Picture books.", "", null), actor, Ct);
            await s.GetRequiredService<ChooseSkills>().RunAsync(new("Watercolour", null), actor, Ct);
            var save = s.GetRequiredService<SaveSearch>();
            var name = french ? "Aquarelle, moins de 60 €/h, en français" : "Watercolour, below €60/hr, in French";
            var search = await save.RunAsync(
                new(SearchKind.Talent, "?q=watercolour&max=60&lang=fr", name, "AtOnce"),
                actor,
                Ct
            );
            await save.RunAsync(new(SearchKind.Jobs, "?pay=fixed", "Forfait", "None"), actor, Ct);
            var found = await s.GetRequiredService<SearchTalent>()
                .RunAsync(new TalentQuery { Text = "watercolour" }, actor, Ct);
            foreach (var hit in found.Hits)
            {
                await s.GetRequiredService<SavePerson>().RunAsync(hit.Person.Id, actor, Ct);
            }
            var person = found.Hits[0].Person.Id;
            await s.GetRequiredService<NoteOnPerson>()
                .RunAsync(person, "Asked on Monday.\nFree in January.", actor, Ct);
            await s.GetRequiredService<MarkJob>().RunAsync(job, JobMarkKind.Saved, actor, Ct);
            return (search.Value, person);
        });
}
