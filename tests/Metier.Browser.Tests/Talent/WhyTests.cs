using System.Globalization;
using System.Text.RegularExpressions;
using Metier.Browser.Tests.Loop;
using Metier.Platform;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Talent;

/// <summary>
/// From a post to an invitation, as a client and a freelancer see it in their browsers: who is put forward and found, why,
/// and why the job is put before the freelancer.
/// </summary>
[Collection(nameof(TalentSite))]
public sealed class WhyTests(TalentSite talent)
{
    private const string Ines = "Inès Mercier";

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task A_post_brings_people_with_reasons_and_one_click_invites_them(string language)
    {
        var client = await LoopPerson.OpenAsync(talent.Site, language, "Claire Martin", script: true);
        var freelancer = await LoopPerson.OpenAsync(talent.Site, language, Ines, script: true);
        try
        {
            await talent.Site.SignInAsync(client.Page, client.Name, language);
            await talent.Site.SignInAsync(freelancer.Page, talent.People[Ines]);
            var title = client.Say("Foxes for a spring wall", "Des renards pour un mur");
            var job = await client.PostAsync(
                title,
                client.Say(
                    "Sixteen spreads in watercolour for children from four to six, finished in Adobe Photoshop.",
                    "Seize doubles pages à l’aquarelle pour des enfants de quatre à six ans, finies dans Adobe Photoshop."
                )
            );
            await talent.SettleAsync();
            await IsPutForwardAsync(client, job);
            await IsInvitedAsync(client);
            await IsFoundAsync(client);
            await SeesTheOtherSideAsync(freelancer, title);
        }
        catch
        {
            await client.KeepAsync("why");
            await freelancer.KeepAsync("why");
            throw;
        }
        finally
        {
            await client.Page.Context.CloseAsync();
            await freelancer.Page.Context.CloseAsync();
        }
    }

    /// <summary>The shortlist comes right after the post; everybody on it has a reason, whose parts add up.</summary>
    private static async Task IsPutForwardAsync(LoopPerson client, Guid job)
    {
        Assert.EndsWith(
            client.At($"my-jobs/{job}/shortlist", $"mes-missions/{job}/selection"),
            client.Page.Url,
            StringComparison.Ordinal
        );
        await client.SeesAsync(
            client.Say("We looked at 4 freelancers. Here are", "Nous avons examiné 4 freelances. Voici")
        );
        foreach (var card in await client.Page.Locator("main li.card").AllAsync())
        {
            await Assertions
                .Expect(card)
                .ToContainTextAsync(client.Say("Why this match:", "Pourquoi ce résultat\u00A0:"));
        }
        await Assertions.Expect(Row(client)).ToContainTextAsync(Has(client, "Watercolour", "Aquarelle"));
        await Assertions
            .Expect(client.Page.Locator("li.card", new() { HasText = "Papadimitriou" }))
            .ToContainTextAsync(Has(client, "Adobe Photoshop", "Adobe Photoshop"));
        await AddsUpAsync(Row(client), client);
    }

    private static async Task IsInvitedAsync(LoopPerson client)
    {
        var button = client.Page.GetByRole(AriaRole.Button, new() { Name = client.Say("Invite ", "Inviter ") + Ines });
        await button.ClickAsync();
        await Assertions
            .Expect(client.Page.Locator(".toast"))
            .ToContainTextAsync(client.Say($"{Ines} is invited.", $"Votre invitation à {Ines} est partie."));
        await Assertions.Expect(Row(client)).ToContainTextAsync(client.Say("Invited", "Invitation envoyée"));
        await Assertions.Expect(button).ToHaveCountAsync(0);
    }

    /// <summary>A search says why too, whichever language the profile is in.</summary>
    private static async Task IsFoundAsync(LoopPerson client)
    {
        await client.GoAsync("talent", "talents");
        await client.FillAsync("q", client.Say("watercolour", "aquarelle"));
        await client.Page.Keyboard.PressAsync("Enter");
        await client.Page.ArriveAsync("**q=*");
        await client.SeesAsync(client.Say("2 freelancers match", "2 freelances correspondent"));
        await Assertions.Expect(Row(client)).ToContainTextAsync(Has(client, "Watercolour", "Aquarelle"));
        await AddsUpAsync(Row(client), client);
    }

    private static async Task SeesTheOtherSideAsync(LoopPerson freelancer, string title)
    {
        await freelancer.GoAsync("jobs/for-you", "missions/pour-vous");
        var row = freelancer.Page.Locator("li.card", new() { HasText = title });
        await Assertions
            .Expect(row)
            .ToContainTextAsync(
                new Regex(
                    freelancer.Say(
                        @"Why this match:\s+asks for skills you have: [^.]*Watercolour",
                        @"Pourquoi ce résultat\s:\s+demande des compétences que vous possédez\s:\s+[^.]*Aquarelle"
                    )
                )
            );
        await AddsUpAsync(row, freelancer);
    }

    /// <summary>The line that says why, with this skill among those that are there.</summary>
    private static Regex Has(LoopPerson person, string skill, string french) =>
        new(person.Say($@"Why this match:\s+has [^.]*{skill}", $@"Pourquoi ce résultat\s:\s+possède [^.]*{french}"));

    private static ILocator Row(LoopPerson person) => person.Page.Locator("li.card", new() { HasText = Ines });

    /// <summary>Opens the parts of a score: each says what it is, and together they are the sum below them.</summary>
    private static async Task AddsUpAsync(ILocator row, LoopPerson person)
    {
        await row.Locator(
                "summary",
                new() { HasText = person.Say("How the order is made", "Comment l’ordre est établi") }
            )
            .ClickAsync();
        var parts = row.Locator("table tbody tr");
        await Assertions.Expect(parts.First).ToBeVisibleAsync();
        var points = (await parts.Locator(".num").AllInnerTextsAsync()).Select(First).ToList();
        Assert.True(points.Count > 3, $"only {points.Count} parts");
        Assert.DoesNotContain("", (await parts.Locator(".muted").AllInnerTextsAsync()).Select(t => t.Trim()));
        Assert.Equal(First(await row.Locator("table tfoot .num").InnerTextAsync()), points.Sum());
    }

    /// <summary>The points of "1,064 of 2,300".</summary>
    private static int First(string text) =>
        int.Parse(
            string.Concat(text.Split(" of ")[0].Split(" sur ")[0].Where(char.IsAsciiDigit)),
            CultureInfo.InvariantCulture
        );
}
