using System.Text.RegularExpressions;
using Metier.Jobs;
using Metier.Platform;
using Metier.Proposals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Loop;

/// <summary>
/// The main job as two people do it in their browsers: sign up, confirm, write a profile, post, invite, propose, talk,
/// compare, offer, accept, set money aside, deliver, approve, withdraw. It has a site of its own, because it moves the clock.
/// </summary>
public sealed partial class MainLoopTests(Site site) : IClassFixture<Site>
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task Two_people_take_a_job_from_sign_up_to_money_in_the_bank(string language)
    {
        await AsTwoAsync(
            language,
            true,
            async (client, freelancer) =>
            {
                var offer = await AgreeAsync(client, freelancer);
                await freelancer.Page.GotoAsync(offer);
                await freelancer.PressAsync("form:has([name='AcceptForm.Version']) button");
                await freelancer.Page.ArriveAsync(ContractAddress());
                var contract = freelancer.Page.Url.Split('/')[5].Split('?')[0];

                await TalkInTheContractAsync(client, freelancer, contract);
                await FundAsync(client, contract);
                await DeliverAsync(freelancer, contract);
                await ApproveAsync(client, contract);
                await WithdrawAsync(freelancer);
            }
        );
    }

    [Fact]
    public Task The_same_works_without_script_up_to_the_offer() =>
        AsTwoAsync(
            "en",
            false,
            async (client, freelancer) =>
            {
                var offer = await AgreeAsync(client, freelancer);
                await freelancer.Page.GotoAsync(offer);
                await freelancer.SeesAsync("€3,420.00");
            }
        );

    private async Task AsTwoAsync(string language, bool script, Func<LoopPerson, LoopPerson, Task> loop)
    {
        var client = await LoopPerson.OpenAsync(site, language, "Claire Martin", script);
        var freelancer = await LoopPerson.OpenAsync(site, language, "Inès Mercier", script);
        try
        {
            await MeetAsync(client, freelancer);
            await loop(client, freelancer);
        }
        catch
        {
            await client.KeepAsync(script ? "loop" : "loop-no-script");
            await freelancer.KeepAsync(script ? "loop" : "loop-no-script");
            throw;
        }
        finally
        {
            await client.Page.Context.CloseAsync();
            await freelancer.Page.Context.CloseAsync();
        }
    }

    private static async Task MeetAsync(LoopPerson client, LoopPerson freelancer)
    {
        await client.JoinAsync("hire");
        await freelancer.JoinAsync("work");
        await freelancer.FillAsync("Form.Title", "Illustrator, picture books");
        await freelancer.FillAsync("Form.Overview", "Hedgehogs, foxes and the woods they live in.");
        await freelancer.PressAsync("form:has([name='Form.Overview']) button.sec");
    }

    /// <summary>The client asks the freelancer to propose, from the profile; the freelancer reads it in a mail and answers.</summary>
    private static async Task InviteAsync(LoopPerson client, LoopPerson freelancer, Guid job)
    {
        await freelancer.GoAsync("profile/edit", "profil/modifier");
        var profile = await freelancer
            .Page.Locator($"main a[href^='{freelancer.At("talent/", "talents/")}']")
            .First.GetAttributeAsync("href");
        await client.Page.GotoAsync(profile + client.Say("/invite", "/inviter") + "?job=" + job);
        await client.FillAsync("Invite.Message", "Your foxes are what we look for.");
        await client.PressAsync("form:has([name='Invite.Message']) button");
        await client.Page.ArriveAsync("**view=invited");
        await freelancer.FollowMailAsync(freelancer.Say("invites you", "vous invite"));
        await freelancer.SeesAsync("Your foxes are what we look for.");
        await freelancer.PressAsync("main a.btn.lg");
    }

    /// <summary>A message in the conversation of the proposal, and its answer.</summary>
    private static async Task TalkAsync(LoopPerson client, LoopPerson freelancer)
    {
        await client.PressAsync("aside a[href*='/messages/']");
        await client.FillAsync("Form.Text", "Could you begin in January?");
        await client.PressAsync("form.compose .box button:not([data-attach])");
        await client.SeesAsync("Could you begin in January?");
        await freelancer.Page.GotoAsync(client.Page.Url);
        await freelancer.SeesAsync("Could you begin in January?");
        await freelancer.FillAsync("Form.Text", "In the second week.");
        await freelancer.PressAsync("form.compose .box button:not([data-attach])");
        await freelancer.SeesAsync("In the second week.");
    }

    /// <summary>The contract's own conversation is there from the first day, for both.</summary>
    private static async Task TalkInTheContractAsync(LoopPerson client, LoopPerson freelancer, string contract)
    {
        foreach (var (person, text) in new[] { (freelancer, "Happy to begin."), (client, "Welcome on board.") })
        {
            await person.GoAsync($"contracts/{contract}", $"contrats/{contract}");
            await person.PressAsync("nav.tabs a[href$='/messages']");
            await person.FillAsync("Form.Text", text);
            await person.PressAsync("form.compose .box button:not([data-attach])");
            await person.SeesAsync(text);
        }
        await client.SeesAsync("Happy to begin.");
    }

    /// <summary>From the job to an offer that was sent; the answer is the offer's address.</summary>
    private async Task<string> AgreeAsync(LoopPerson client, LoopPerson freelancer)
    {
        var job = await client.PostAsync(
            "Picture book, 32 pages",
            "Sixteen spreads in watercolour for children from four to six, finished in Adobe Photoshop."
        );
        await InviteAsync(client, freelancer, job);
        await ProposeAsync(freelancer);
        await AnotherProposalAsync(job);

        await client.FollowMailAsync(client.Say("Inès Mercier proposes", "Inès Mercier vous fait une proposition"));
        await client.SeesAsync(client.Say("€3,904.50", "3\u202F904,50\u00A0€"));
        await TalkAsync(client, freelancer);
        await client.GoAsync($"my-jobs/{job}/proposals", $"mes-missions/{job}/propositions");
        foreach (var box in await client.Page.Locator("[name=p][type=checkbox]").AllAsync())
        {
            await box.CheckAsync();
        }
        await client.PressAsync("form#compare button");
        await Assertions.Expect(client.Page.Locator(".cmp thead th")).ToHaveCountAsync(2);
        await client
            .Page.Locator($".cmp a.btn[href*='{client.At("offers/new/", "offres/nouvelle/")}']")
            .Filter(new() { HasText = "Inès Mercier" })
            .ClickAsync();

        await client.FillAsync("Form.Scope", "Sixteen spreads, all rights for print.");
        await client.PressAsync("button[value=save]");
        await client.PressAsync("aside form button.lg");
        await client.SeesAsync(client.Say("Waiting for Inès Mercier", "Inès Mercier"));
        return new Uri(client.Page.Url).AbsolutePath;
    }

    private static async Task ProposeAsync(LoopPerson freelancer)
    {
        await freelancer.FillAsync("Form.Price", freelancer.Say("3800.00", "3800,00"));
        await freelancer.FillAsync("Form.Letter", "I have drawn three picture books for this age.");
        await freelancer.FillAsync("Form.DurationCount", "10");
        await freelancer.FillAsync("Form.Answers[0].Text", "The Late Hedgehog.");
        await freelancer.PressAsync("button[value=send]");
        await freelancer.Page.ArriveAsync("**" + freelancer.At("proposals/**", "propositions/**"));
        await freelancer.SeesAsync(freelancer.Say("€3,420.00", "3\u202F420,00\u00A0€"));
    }

    /// <summary>Somebody else proposes too, so that there is something to compare.</summary>
    private async Task AnotherProposalAsync(Guid job)
    {
        var other = await site.MemberAsync("Tomasz Wilk", hat: Hat.Freelancer);
        var view = await site.InScopeAsync(s => s.GetRequiredService<JobViews>().FindAsync(job, other, Ct));
        var typed = new ProposalTyped(
            "4000",
            "Ink and layout in one hand.",
            "8",
            "Weeks",
            null,
            [],
            [new TypedAnswer(view!.Questions[0].Id, "Lampa")],
            []
        );
        var written = await site.InScopeAsync(s =>
            s.GetRequiredService<WriteProposal>().RunAsync(new(job, typed), other, Ct)
        );
        Assert.True(
            (await site.InScopeAsync(s => s.GetRequiredService<SendProposal>().RunAsync(written.Value, other, Ct))).Ok
        );
    }

    /// <summary>The card is entered on the sandbox provider's page; then the milestone's money is set aside.</summary>
    private async Task FundAsync(LoopPerson client, string contract)
    {
        await client.GoAsync("money/methods", "argent/moyens-de-paiement");
        await client.PressAsync("button[value=Card]");
        await client.FillAsync("Form.Number", "4242 4242 4242 4242");
        await client.FillAsync("Form.Expiry", "12/35");
        await client.FillAsync("Form.Code", "123");
        await client.FillAsync("Form.Name", client.Name);
        await client.PressAsync("main form.card button");
        await client.Page.ArriveAsync("**" + client.At("money/methods", "argent/moyens-de-paiement"));
        await client.GoAsync($"contracts/{contract}/milestones", $"contrats/{contract}/jalons");
        await client.PressAsync("form[action*='/fund'] button");
        await site.SettleAsync();
        await client.GoAsync($"contracts/{contract}/milestones", $"contrats/{contract}/jalons");
        await Assertions
            .Expect(client.Page.Locator(".note.held"))
            .ToContainTextAsync(client.Say("€3,800.00", "3\u202F800,00\u00A0€"));
    }

    private static async Task DeliverAsync(LoopPerson freelancer, string contract)
    {
        await freelancer.GoAsync($"contracts/{contract}/milestones", $"contrats/{contract}/jalons");
        await freelancer.Page.Locator("[name=message]").First.FillAsync("Sixteen spreads, ready for print.");
        await freelancer
            .Page.Locator("[name=files]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "spreads.txt",
                    MimeType = "text/plain",
                    Buffer = "sixteen spreads"u8.ToArray(),
                }
            );
        await freelancer.PressAsync("form[action*='/submit'] button");
        await freelancer.SeesAsync("spreads.txt");
    }

    private static async Task ApproveAsync(LoopPerson client, string contract)
    {
        await client.GoAsync($"contracts/{contract}/milestones", $"contrats/{contract}/jalons");
        await client.PressAsync("button[popovertarget=release]");
        await client.PressAsync("#release form button.btn");
        await client.Page.WaitForLoadStateAsync();
        await Assertions.Expect(client.Page.Locator(".note.held")).ToHaveCountAsync(0);
    }

    /// <summary>Five days after the release the money is ready; the account it goes to became active meanwhile.</summary>
    private async Task WithdrawAsync(LoopPerson freelancer)
    {
        await freelancer.GoAsync("money/getting-paid", "argent/etre-paye");
        await freelancer.FillAsync("Form.Destination", "DE89 3704 0044 0532 0130 00");
        await freelancer.PressAsync("main form.form button");
        await site.SettleAsync();
        await site.InScopeAsync(s => s.GetRequiredService<AdvanceClock>().RunAsync(TimeSpan.FromDays(6), null, Ct));
        await freelancer.GoAsync("money/withdraw", "argent/retirer");
        await freelancer.SeesAsync(freelancer.Say("€3,420.00", "3\u202F420,00\u00A0€"));
        await freelancer.PressAsync("main form.form button");
        await freelancer.PressAsync("main form button.lg");
        await freelancer.Page.ArriveAsync(PayoutAddress());
        await site.SettleAsync();
        await freelancer.GoAsync("money", "argent");
        await freelancer.SeesAsync(freelancer.Say("€0.00", "0,00\u00A0€"));
    }

    [GeneratedRegex("/(?:contracts|contrats)/[0-9a-f-]{36}", RegexOptions.CultureInvariant, 500)]
    private static partial Regex ContractAddress();

    [GeneratedRegex("/(?:payouts?|versements?)/", RegexOptions.CultureInvariant, 500)]
    private static partial Regex PayoutAddress();
}
