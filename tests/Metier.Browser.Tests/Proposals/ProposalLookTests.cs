using Deque.AxeCore.Playwright;
using Metier.Platform;
using Metier.Proposals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Proposals;

/// <summary>The pages of proposals as both sides see them: accessible, inside the window, in both languages.</summary>
[Collection(nameof(Site))]
public sealed class ProposalLookTests(Site site)
{
    [Theory]
    [InlineData("en", 1280, false)]
    [InlineData("fr", 390, true)]
    public async Task Pages_of_proposals_are_accessible_and_fit(string language, int width, bool dark)
    {
        var scene = await ProposalScene.BuildAsync(site);
        var stranger = await site.MemberAsync("Lena Vogt", language, Hat.Freelancer);
        var invitation = await site.InScopeAsync(s =>
            s.GetRequiredService<InviteFreelancer>()
                .RunAsync(
                    new(scene.Job, stranger.MemberId, "Your foxes are what we look for. Would you draw ours?"),
                    scene.Client,
                    CancellationToken.None
                )
        );
        var (jobs, mine, compare) =
            language == "fr" ? ("missions", "mes-missions", "comparer") : ("jobs", "my-jobs", "compare");
        var (proposals, propose, talent, invite) =
            language == "fr"
                ? ("propositions", "proposer", "talents", "inviter")
                : ("proposals", "propose", "talent", "invite");
        var picked = string.Join('&', scene.Sent.Select(p => "p=" + p));
        await LookAsync(
            scene.Client,
            language,
            width,
            dark,
            ("list", $"/{language}/{mine}/{scene.Job}/{proposals}"),
            ("invited", $"/{language}/{mine}/{scene.Job}/{proposals}?view=invited"),
            ("compare", $"/{language}/{mine}/{scene.Job}/{compare}?{picked}"),
            ("differences", $"/{language}/{mine}/{scene.Job}/{compare}?{picked}&differences=true"),
            ("proposal", $"/{language}/{proposals}/{scene.Sent[0]}"),
            ("flagged", $"/{language}/{proposals}/{scene.Sent[2]}"),
            ("invite", $"/{language}/{talent}/{scene.People[0].MemberId}/{invite}")
        );
        await LookAsync(
            scene.People[0],
            language,
            width,
            dark,
            ("mine", $"/{language}/{proposals}"),
            ("own", $"/{language}/{proposals}/{scene.Sent[0]}"),
            ("change", $"/{language}/{jobs}/{scene.Job}/{propose}")
        );
        await LookAsync(
            stranger,
            language,
            width,
            dark,
            ("propose", $"/{language}/{jobs}/{scene.Job}/{propose}"),
            ("invitations", $"/{language}/invitations"),
            ("invitation", $"/{language}/invitations/{invitation.Value}")
        );
    }

    [Fact]
    public async Task The_price_in_parts_follows_the_typing_and_the_draft_keeps_itself()
    {
        var scene = await ProposalScene.BuildAsync(site);
        var page = await site.WindowAsync();
        await site.SignInAsync(page, "Lena Vogt", hat: Hat.Freelancer);
        await page.GotoAsync($"/en/jobs/{scene.Job}/propose");
        await page.GetByLabel("Price of the whole job").FillAsync("2000");
        await Assertions.Expect(page.Locator("[data-quote-for=form-price]")).ToContainTextAsync("€1,800.00");
        await page.GetByLabel("Letter to the client").FillAsync("Ink first, colour later.");
        await Assertions
            .Expect(page.Locator("[data-autosave-status]"))
            .ToContainTextAsync("Saved", new() { Timeout = 10_000 });
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Letter to the client")).ToHaveValueAsync("Ink first, colour later.");
        await page.Context.CloseAsync();
    }

    private async Task LookAsync(
        Actor actor,
        string language,
        int width,
        bool dark,
        params (string Name, string Path)[] pages
    )
    {
        var page = await site.WindowAsync(width, dark, language);
        await site.SignInAsync(page, actor);
        foreach (var (name, path) in pages)
        {
            var answer = await page.GotoAsync(path);
            Assert.True(answer!.Ok, $"{path} answers {answer.Status}");
            if (Environment.GetEnvironmentVariable("METIER_SHOTS") is { } folder)
            {
                await page.ScreenshotAsync(
                    new() { Path = Path.Combine(folder, $"proposals-{name}-{language}-{width}.png"), FullPage = true }
                );
            }
            var found = await page.RunAxe(Wcag.Rules);
            Assert.Empty(
                found.Violations.Select(v =>
                    $"{path} {v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"
                )
            );
            var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            Assert.True(over <= 0, $"{path} is {over} px too wide at {width} px");
        }
        await page.Context.CloseAsync();
    }
}
