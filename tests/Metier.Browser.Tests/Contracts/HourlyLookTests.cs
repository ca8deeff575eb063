using Metier.Contracts;
using Metier.Jobs;
using Metier.Payments;
using Metier.Platform;
using Metier.Proposals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Contracts;

/// <summary>The pages of hourly offers and contracts in both languages, themes and widths, for both sides.</summary>
[Collection(nameof(Site))]
public sealed class HourlyLookTests(Site site)
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private static readonly HourlyTyped Terms = new("62", "hours", "30", true, "FullDiary", "Minutes", false);

    [Theory]
    [InlineData("en", 1280, false)]
    [InlineData("fr", 390, true)]
    public async Task Hourly_work_has_no_accessibility_violation(string language, int width, bool dark)
    {
        var (page, works) = (
            await site.WindowAsync(width, dark, language),
            await site.WindowAsync(width, dark, language)
        );
        var client = await site.SignInAsync(page, "Atelier Nord");
        var freelancer = await site.SignInAsync(works, "Inès Mercier", hat: Hat.Freelancer);
        var shot = $"{language}-{width}";
        string At(string english, string french) => language == "en" ? "/en/" + english : "/fr/" + french;

        var proposal = await ProposedAsync(client, freelancer);
        await page.CheckAsync(At($"offers/new/{proposal}", $"offres/nouvelle/{proposal}"), "hourly-offer-new-" + shot);
        var offer = await OfferAsync(client, proposal);
        await page.CheckAsync(At($"offers/{offer}", $"offres/{offer}"), "hourly-offer-draft-" + shot);
        await CardAsync(client);
        await DoAsync<SendOffer, Done>(u => u.RunAsync(offer, client, Ct));
        await works.CheckAsync(
            At($"offers/{offer}/changes", $"offres/{offer}/modifications"),
            "hourly-offer-changes-" + shot
        );
        await DoAsync<AskForOfferChanges, Done>(u =>
            u.RunAsync(
                offer,
                "Segments are simpler for me.",
                Typed(Terms with { Rate = "65", Billing = "Segments" }),
                freelancer,
                Ct
            )
        );
        await page.CheckAsync(At($"offers/{offer}", $"offres/{offer}"), "hourly-offer-compare-" + shot);
        await works.CheckAsync(At($"offers/{offer}", $"offres/{offer}"), "hourly-offer-works-" + shot);

        var id = (await DoAsync<AcceptOffer, Guid>(u => u.RunAsync(offer, null, freelancer, Ct))).Value;
        await DoAsync<ChangeRate, Done>(u => u.RunAsync(id, Guid.CreateVersion7(), "64", client, Ct));
        await DoAsync<ChangeWeeklyLimit, Done>(u => u.RunAsync(id, Guid.CreateVersion7(), "hours", "22.5", client, Ct));
        await DoAsync<PauseContract, Done>(u => u.RunAsync(id, true, client, Ct));
        await site.SettleAsync();
        await page.CheckAsync(At($"contracts/{id}", $"contrats/{id}"), "hourly-contract-" + shot);
        await works.CheckAsync(At($"contracts/{id}", $"contrats/{id}"), "hourly-contract-works-" + shot);
        await page.GotoAsync(At($"contracts/{id}/terms", $"contrats/{id}/conditions"));
        await page.EvaluateAsync("for (const d of document.querySelectorAll('#change details')) d.open = true");
        await page.CheckAsync(null, "hourly-terms-" + shot);
        await works.CheckAsync(At($"contracts/{id}/terms", $"contrats/{id}/conditions"), "hourly-terms-works-" + shot);
        await page.CheckAsync(At($"contracts/{id}/end", $"contrats/{id}/fin"), "hourly-end-" + shot);
        await page.CheckAsync(At("contracts", "contrats"), "hourly-contracts-" + shot);
        await page.CheckAsync(At("dashboard", "tableau-de-bord"), "hourly-dashboard-" + shot);
        await page.CheckAsync(At($"contracts/{id}/messages", $"contrats/{id}/messages"), "hourly-room-" + shot);
        await KeyboardAsync(works, At($"contracts/{id}/terms", $"contrats/{id}/conditions"));
        await page.Context.CloseAsync();
        await works.Context.CloseAsync();
    }

    /// <summary>The rate is lowered with the keyboard alone.</summary>
    private static async Task KeyboardAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.Locator("#form-rate").FocusAsync();
        await page.Keyboard.TypeAsync("60");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync(
            "document.querySelector('.page').textContent.replace(/\\s/g, ' ').match(/€60\\/hr|60 €\\/h/)"
        );
    }

    private async Task<Outcome<T>> DoAsync<TUse, T>(Func<TUse, Task<Outcome<T>>> use)
        where TUse : notnull
    {
        var outcome = await site.InScopeAsync(s => use(s.GetRequiredService<TUse>()));
        Assert.True(outcome.Ok, string.Join("; ", outcome.Refusals.Select(r => $"{r.Field} {r.Message}")));
        return outcome;
    }

    private static OfferTyped Typed(HourlyTyped terms) =>
        new("API rebuild", "Endpoints, tests, and a way to deploy them.\n\n- reviews twice a week", null, [], terms);

    private async Task<Guid> OfferAsync(Actor client, Guid proposal) =>
        (await DoAsync<SaveOffer, Guid>(u => u.RunAsync(proposal, Typed(Terms), client, Ct))).Value;

    private async Task<Guid> ProposedAsync(Actor client, Actor freelancer)
    {
        var id = Guid.CreateVersion7();
        JobPart[] parts =
        [
            new WhatPart("API rebuild", "An old API, in new clothes.", "web-development", "en"),
            new SkillsPart("C#", "", "Medium", "Quarter", "Solid"),
            new PricePart("Hourly", null, "50", "70", null),
            new QuestionsPart([]),
            new AudiencePart("Everyone", "FullDiary"),
        ];
        foreach (var part in parts)
        {
            await DoAsync<SaveJob, DateTime>(u => u.RunAsync(new(id, part), client, Ct));
        }
        await DoAsync<PostJob, Done>(u => u.RunAsync(new(id, new AudiencePart("Everyone", "FullDiary")), client, Ct));
        var typed = new ProposalTyped("62", "I have rebuilt three of these.", "8", "Weeks", null, [], [], []);
        var written = await DoAsync<WriteProposal, Guid>(u => u.RunAsync(new(id, typed), freelancer, Ct));
        await DoAsync<SendProposal, Done>(u => u.RunAsync(written.Value, freelancer, Ct));
        return written.Value;
    }

    private async Task CardAsync(Actor client)
    {
        var id = Guid.CreateVersion7();
        await DoAsync<AddPaymentMethod, string>(u =>
            u.RunAsync(new(id, PaymentMethodKind.Card, "/en/money/methods"), client, Ct)
        );
        await DoAsync<SandboxPages, Done>(u =>
            u.EnterCardAsync(id, new("4242 4242 4242 4242", "12/30", "123", client.Name), client, Ct)
        );
        await DoAsync<FinishPaymentMethod, (string, bool)>(u => u.RunAsync(id, client, Ct));
    }
}
