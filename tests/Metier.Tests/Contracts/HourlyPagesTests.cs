using System.Net;
using AngleSharp.Html.Dom;
using Metier.Contracts;
using Metier.Members;
using Metier.Platform;
using Metier.Tests.Members;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Contracts;

/// <summary>An hourly contract from the offer to its end, through the real pages and forms, on both databases.</summary>
public class HourlyPagesTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private static Dictionary<string, string?> Fields(params (string Name, string? Value)[] fields) =>
        fields.ToDictionary(f => f.Name, f => f.Value);

    private static string Plain(Page page) => page.Text.Replace('\u00A0', ' ').Replace('\u202F', ' ');

    private static bool Chosen(Page page, string name, string value) =>
        ((IHtmlInputElement)page.Document.QuerySelector($"[name='{name}'][value='{value}']")!).IsChecked;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task From_an_offer_by_the_hour_to_the_end(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ada = await host.MemberAsync("Ada Client", client: true);
        var zoe = await host.MemberAsync("Zoe Freelance", freelancer: true);
        var proposal = await host.HourlyProposalAsync(ada, zoe);
        using var client = await host.SignedInAsync(ada);
        using var freelancer = await host.SignedInAsync(zoe);

        var offer = await OfferedAsync(host, ada, client, proposal);
        await ChangedAsync(client, freelancer, offer);
        var contract = await AcceptedAsync(client, freelancer, offer);
        await MovedAsync(client, freelancer, contract);
        await EndedAsync(client, freelancer, contract);

        using var stranger = await host.SignedInAsync(await host.MemberAsync("Max Other", client: true));
        foreach (var path in new[] { contract, contract + "/terms", contract + "/end", offer, offer + "/edit" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(path)).Status);
        }
    }

    /// <summary>The offer starts with the proposal's rate and what the post asked for; it cannot be sent before there is a card.</summary>
    private static async Task<string> OfferedAsync(TestHost host, Actor ada, Browser client, Guid proposal)
    {
        var form = await client.GetAsync($"/en/offers/new/{proposal}");
        Assert.Equal("38.00", form.Document.QuerySelector("[name='Form.Hourly.Rate']")!.GetAttribute("value"));
        Assert.True(Chosen(form, "Form.Hourly.Proof", "Activity"));
        Assert.Contains("needs a verified payment method", form.Text, StringComparison.Ordinal);
        Assert.Null(form.Document.QuerySelector("[name='Form.Milestones[0].Title']"));

        var refused = await form.SubmitAsync(
            "form:has([name='Form.Hourly.Rate'])",
            Fields(
                ("Form.Scope", "Endpoints."),
                ("Form.Hourly.Rate", "2"),
                ("Form.Hourly.LimitHours", "7.1"),
                ("Form.Do", "save")
            )
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(refused.Errors, e => e.Contains("€3.00 or more", StringComparison.Ordinal));
        Assert.Contains(refused.Errors, e => e.Contains("in quarters", StringComparison.Ordinal));
        Assert.Equal("7.1", refused.Document.QuerySelector("[name='Form.Hourly.LimitHours']")!.GetAttribute("value"));

        var draft = await refused.SubmitAsync(
            "form:has([name='Form.Hourly.Rate'])",
            Fields(
                ("Form.Hourly.Rate", "62"),
                ("Form.Hourly.LimitHours", "30"),
                ("Form.Hourly.ManualTime", "true"),
                ("Form.Do", "save")
            )
        );
        // One hour, and 30 of them: 1,860.00 and 2.75 % on top.
        var text = Plain(draft);
        Assert.Contains("€63.71", text, StringComparison.Ordinal);
        Assert.Contains("€1,860.00", text, StringComparison.Ordinal);
        Assert.Contains("€1,911.15", text, StringComparison.Ordinal);
        Assert.Contains("needs a verified payment method", text, StringComparison.Ordinal);
        Assert.Null(draft.Document.QuerySelector("form button.lg"));

        await host.AddCardAsync(ada);
        var sent = await (await client.GetAsync(draft.Path)).SubmitAsync("form:has(button.lg)");
        Assert.Contains("Waiting for Zoe Freelance", sent.Text, StringComparison.Ordinal);
        return sent.Path;
    }

    /// <summary>The freelancer asks for another rate, no limit and segments; both stand side by side, and the client takes them over.</summary>
    private static async Task ChangedAsync(Browser client, Browser freelancer, string offer)
    {
        var seen = Plain(await freelancer.GetAsync(offer));
        Assert.Contains("€55.80", seen, StringComparison.Ordinal);
        Assert.Contains("€1,674.00", seen, StringComparison.Ordinal);
        var asked = await (await freelancer.GetAsync(offer + "/changes")).SubmitAsync(
            "form:has([name='Form.Hourly.Rate'])",
            Fields(
                ("Form.Message", "My rate is 65, and I bill segments."),
                ("Form.Hourly.Rate", "65"),
                ("Form.Hourly.Limit", "none"),
                ("Form.Hourly.Billing", "Segments"),
                ("Form.Do", "save")
            )
        );
        Assert.Equal(offer, asked.Path);
        var both = await client.GetAsync(offer);
        Assert.Contains("Whole ten-minute segments", both.Text, StringComparison.Ordinal);
        Assert.Equal(4, both.Document.QuerySelectorAll(".tag").Count(t => t.TextContent == "Changed"));
        var edit = await client.GetAsync(both.Document.QuerySelector("a[href*='?change=']")!.GetAttribute("href")!);
        Assert.True(Chosen(edit, "Form.Hourly.Limit", "none"));
        var resent = await edit.SubmitAsync(
            "form:has([name='Form.Hourly.Rate'])",
            Fields(("Form.Hourly.Limit", "hours"), ("Form.Hourly.LimitHours", "22.5"), ("Form.Do", "save"))
        );
        Assert.Contains("Waiting for Zoe Freelance", resent.Text, StringComparison.Ordinal);
        Assert.Contains("22 h 30", Plain(resent), StringComparison.Ordinal);
    }

    private static async Task<string> AcceptedAsync(Browser client, Browser freelancer, string offer)
    {
        var contract = await (await freelancer.GetAsync(offer)).SubmitAsync(
            "form:has(input[name='AcceptForm.Version'])"
        );
        Assert.StartsWith("/en/contracts/", contract.Path, StringComparison.Ordinal);
        Assert.Contains("By the hour · €65/hr · limit 22 h 30/week", Plain(contract), StringComparison.Ordinal);
        Assert.Null(contract.Document.QuerySelector("a[href$='/milestones']"));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(contract.Path + "/milestones")).Status);
        foreach (var page in new[] { "/en/contracts", "/en/dashboard" })
        {
            Assert.Contains(
                "€65/hr · limit 22 h 30/week",
                Plain(await client.GetAsync(page)),
                StringComparison.Ordinal
            );
        }
        var terms = await freelancer.GetAsync(contract.Path + "/terms");
        Assert.Contains("Whole ten-minute segments", terms.Text, StringComparison.Ordinal);
        var pdf = await freelancer.Http.GetAsync(
            terms.Document.QuerySelector("a[href*='contract-terms']")!.GetAttribute("href")
        );
        Assert.Equal(HttpStatusCode.OK, pdf.StatusCode);
        var hash = Convert.ToHexString(
            System.Security.Cryptography.SHA256.HashData(await pdf.Content.ReadAsByteArrayAsync(Ct))
        );
        Assert.Contains(hash, terms.Html, StringComparison.Ordinal);
        return contract.Path;
    }

    private static async Task MovedAsync(Browser client, Browser freelancer, string contract)
    {
        var terms = contract + "/terms";
        var refused = await (await client.GetAsync(terms)).SubmitAsync(
            "form:has([name='Form.Rate'])",
            Fields(("Form.Rate", "60"))
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(refused.Errors, e => e.Contains("only raise", StringComparison.Ordinal));
        Assert.Equal("60", refused.Document.QuerySelector("[name='Form.Rate']")!.GetAttribute("value"));
        var raised = await refused.SubmitAsync("form:has([name='Form.Rate'])", Fields(("Form.Rate", "66")));
        Assert.Contains("€66/hr", Plain(raised), StringComparison.Ordinal);
        var lowered = await (await freelancer.GetAsync(terms)).SubmitAsync(
            "form:has([name='Form.Rate'])",
            Fields(("Form.Rate", "64"))
        );
        Assert.Contains("€64/hr", Plain(lowered), StringComparison.Ordinal);
        Assert.Null(lowered.Document.QuerySelector("[name='Form.LimitHours']"));

        var limit = await (await client.GetAsync(terms)).SubmitAsync(
            "form:has([name='Form.LimitHours'])",
            Fields(("Form.Limit", "hours"), ("Form.LimitHours", "10"))
        );
        Assert.Contains("From 30 Nov 2026: 10 h", Plain(limit), StringComparison.Ordinal);
        Assert.Contains("limit 22 h 30/week", Plain(limit), StringComparison.Ordinal);

        var manual = await (await client.GetAsync(terms)).SubmitAsync("#change details:nth-of-type(3) form");
        Assert.Contains("No time can be added by hand", manual.Text, StringComparison.Ordinal);
        var paused = await (await client.GetAsync(terms)).SubmitAsync("#change details:last-of-type form");
        Assert.Contains("You have paused this contract", paused.Text, StringComparison.Ordinal);
        Assert.Contains(
            "The client has paused this contract",
            (await freelancer.GetAsync(contract)).Text,
            StringComparison.Ordinal
        );
        Assert.Contains("Paused", (await client.GetAsync("/en/contracts")).Text, StringComparison.Ordinal);
        var resumed = await (await client.GetAsync(terms)).SubmitAsync("#change details:last-of-type form");
        Assert.DoesNotContain("You have paused this contract", resumed.Text, StringComparison.Ordinal);
        var history = Plain(await freelancer.GetAsync(contract));
        Assert.Contains("Rate raised to €66.00", history, StringComparison.Ordinal);
        Assert.Contains("Weekly limit cut, from the next Monday on · 10 h", history, StringComparison.Ordinal);
    }

    private static async Task EndedAsync(Browser client, Browser freelancer, string contract)
    {
        var stale = await client.GetAsync(contract + "/terms");
        var form = await freelancer.GetAsync(contract + "/end");
        Assert.Contains("billed with their week", form.Text, StringComparison.Ordinal);
        var ended = await form.SubmitAsync("form:has(textarea)", Fields(("Form.Reason", "All done")));
        Assert.Equal(contract, ended.Path);
        Assert.Contains("Ended", ended.Text, StringComparison.Ordinal);
        // An old tab is told what has changed.
        var answer = await stale.SubmitAsync("form:has([name='Form.Rate'])", Fields(("Form.Rate", "70")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("over or being ended", answer.Text, StringComparison.Ordinal);
        Assert.Null((await client.GetAsync(contract + "/terms")).Document.QuerySelector("[name='Form.Rate']"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_room_and_the_mails_speak_of_hours(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ada = await host.MemberAsync("Ada Client", client: true);
        var zoe = await host.MemberAsync("Zoe Freelance", freelancer: true, language: "fr");
        await host.AddCardAsync(ada);
        var offer = await host.HourlyOfferAsync(ada, zoe);
        await host.SettleAsync();
        var id = ContractScenes.Sure(
            await host.InScopeAsync(s => s.GetRequiredService<AcceptOffer>().RunAsync(offer, null, zoe, Ct))
        );
        ContractScenes.Sure(await host.RateAsync(id, "70", ada));
        ContractScenes.Sure(await host.LimitAsync(id, "35", ada));
        await host.SettleAsync();
        using var client = await host.SignedInAsync(ada);
        using var freelancer = await host.SignedInAsync(zoe);
        var room = Plain(await client.GetAsync($"/en/contracts/{id}/messages"));
        Assert.Contains("Rate raised.", room, StringComparison.Ordinal);
        Assert.Contains("€70.00 an hour", room, StringComparison.Ordinal);
        Assert.Contains("35 h", room, StringComparison.Ordinal);
        var mails = (await host.MailsAsync())
            .Where(m => m.ToName.StartsWith("Zoe", StringComparison.Ordinal))
            .Select(m => (m.Subject + "\n" + m.Text).Replace('\u00A0', ' ').Replace('\u202F', ' '))
            .ToList();
        Assert.Contains(
            mails,
            m =>
                m.Contains("vous propose un contrat", StringComparison.Ordinal)
                && m.Contains("55,80 €", StringComparison.Ordinal)
        );
        Assert.Contains(
            mails,
            m =>
                m.StartsWith(
                    "Ada Client Ltd augmente votre tarif à 70,00 € l’heure : API rebuild",
                    StringComparison.Ordinal
                ) && m.Contains("63,00 €", StringComparison.Ordinal)
        );
        Assert.Contains(
            mails,
            m => m.StartsWith("Le plafond hebdomadaire est maintenant de 35 h : API rebuild", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(mails, m => m.Contains("jalon", StringComparison.Ordinal));
        Assert.Contains(
            "À l’heure · 70 €/h · plafond 35 h/semaine",
            Plain(await freelancer.GetAsync($"/fr/contrats/{id}")),
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_operator_writes_down_a_checked_identity(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var zoe = await host.MemberAsync("Zoe Freelance", freelancer: true);
        var operatorActor = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        var moderator = await host.MemberAsync("Mo Moderator", roles: StaffRoles.Moderator);
        Task<HashSet<Guid>> VerifiedAsync() =>
            host.InScopeAsync(s =>
                s.GetRequiredService<MemberViews>().WithVerifiedIdentityAsync([zoe.MemberId, moderator.MemberId], Ct)
            );
        using var browser = await host.SignedInAsync(operatorActor);
        var page = await browser.GetAsync($"/en/admin/people/{zoe.MemberId}");
        var refused = await page.SubmitAsync("form:has([name='Identity.Note'])", Fields(("Identity.Note", " ")));
        Assert.Contains(refused.Errors, e => e.Contains("what was checked", StringComparison.Ordinal));
        Assert.Empty(await VerifiedAsync());
        var done = await refused.SubmitAsync(
            "form:has([name='Identity.Note'])",
            Fields(("Identity.Note", "Passport, seen on 23 November"))
        );
        Assert.Contains("Identity checked", done.Text, StringComparison.Ordinal);
        Assert.Contains("member.identity_checked", done.Html, StringComparison.Ordinal);
        Assert.Equal([zoe.MemberId], await VerifiedAsync());
        var back = await done.SubmitAsync(
            "form:has([name='Identity.Note'])",
            Fields(("Identity.Note", "It was a copy"))
        );
        Assert.Contains("no longer counts", back.Html, StringComparison.Ordinal);
        Assert.Empty(await VerifiedAsync());

        using var other = await host.SignedInAsync(moderator);
        Assert.Null(
            (await other.GetAsync($"/en/admin/people/{zoe.MemberId}")).Document.QuerySelector("[name='Identity.Note']")
        );
        var tried = await host.InScopeAsync(s =>
            s.GetRequiredService<CheckIdentity>().RunAsync(new(zoe.MemberId, true, "Me too"), moderator, Ct)
        );
        Assert.True(tried.IsNotFound);
    }
}
