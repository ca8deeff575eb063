using System.Net;
using Metier.Contracts;
using Metier.Members;
using Metier.Payroll;
using Metier.Platform;
using Metier.Tests.Contracts;
using Metier.Tests.Jobs;
using Metier.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Payroll;

/// <summary>The questions of worker classification: what they come to, who may answer and confirm, and when they stop an offer.</summary>
public sealed class ClassificationTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private static readonly ClassificationPacks Packs = new();

    public static readonly TheoryData<string, string, int, ClassificationResult> Examples = new()
    {
        // Every first answer speaks for work for oneself.
        { "us", "", 0, ClassificationResult.Low },
        { "fr", "", 0, ClassificationResult.Low },
        { "generic", "", 0, ClassificationResult.Low },
        // One heavy sign alone is a small share of all.
        { "us", "control=us", 17, ClassificationResult.Low },
        // What you sell, done by somebody who has only you: rules decide before the sum does.
        { "us", "course=core", 12, ClassificationResult.Care },
        { "us", "course=core control=us", 29, ClassificationResult.Employment },
        { "us", "clients=none", 12, ClassificationResult.Care },
        { "fr", "control=us sanction=yes", 26, ClassificationResult.Employment },
        { "fr", "registered=no", 7, ClassificationResult.Care },
        { "fr", "former=same", 8, ClassificationResult.Care },
        // Without a rule, the sum: 36 and 61 of 104.
        { "generic", "control=us hours=us integration=some", 34, ClassificationResult.Low },
        { "generic", "control=us hours=us tools=us", 35, ClassificationResult.Care },
        {
            "generic",
            "control=us hours=us tools=us duration=open exclusivity=no risk=us",
            58,
            ClassificationResult.Care
        },
        {
            "generic",
            "control=us hours=us tools=us duration=open exclusivity=no risk=us place=us",
            63,
            ClassificationResult.Employment
        },
        { "generic", "exclusivity=no clients=none", 19, ClassificationResult.Care },
    };

    [Theory, MemberData(nameof(Examples))]
    public void Answers_come_to_their_result(string pack, string others, int percent, ClassificationResult result)
    {
        var questions = Packs.Get(pack, 1);
        var answers = questions.Questions.ToDictionary(q => q.Code, q => q.Answers[0].Code);
        foreach (var other in others.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            answers[other.Split('=')[0]] = other.Split('=')[1];
        }
        var judged = questions.Judge(answers);
        Assert.Equal((percent, result), (judged.Percent, judged.Result));
        Assert.Equal(judged.Points, judged.Lines.Sum(l => l.Answer.Points));
    }

    [Fact]
    public void Every_pack_is_complete_in_both_languages_and_its_rules_name_what_exists()
    {
        Assert.Equal(["fr", "generic", "us"], Packs.All.Select(p => p.Code).Order(StringComparer.Ordinal));
        foreach (var pack in Packs.All)
        {
            Assert.InRange(pack.Care, 1, pack.Employment - 1);
            Assert.Equal(pack.Questions.Count, pack.Questions.Select(q => q.Code).Distinct().Count());
            foreach (var question in pack.Questions)
            {
                Assert.Equal(0, question.Answers.Min(a => a.Points));
                Assert.True(question.Most > 0);
                Assert.Equal(question.Answers.Count, question.Answers.Select(a => a.Code).Distinct().Count());
            }
            var words = pack
                .Questions.SelectMany(q => q.Answers.Select(a => a.Text).Append(q.Text).Append(q.Why))
                .Concat(pack.Rules.Select(r => r.Why))
                .Append(pack.Name)
                .Append(pack.Basis);
            Assert.All(
                words,
                w =>
                {
                    Assert.NotEqual("", w.En.Trim());
                    Assert.NotEqual("", w.Fr.Trim());
                    Assert.DoesNotContain('\'', w.En + w.Fr);
                    Assert.DoesNotMatch("[^\u00A0\u202F][?;!]| :", w.Fr);
                }
            );
            Assert.All(
                pack.Rules.SelectMany(r => r.When),
                w =>
                    Assert.All(
                        w.Value,
                        a =>
                            Assert.Contains(
                                pack.Questions.Single(q => q.Code == w.Key).Answers,
                                known => known.Code == a
                            )
                    )
            );
        }
    }

    [Theory]
    [InlineData("US", "us")]
    [InlineData("FR", "fr")]
    [InlineData("DE", "generic")]
    [InlineData("", "generic")]
    public void The_questions_are_those_of_the_country_of_the_work(string country, string pack) =>
        Assert.Equal(pack, Packs.For(country, new DateOnly(2026, 11, 23)).Code);

    public static readonly TheoryData<ClassificationRule, ClassificationResult?, bool, bool, bool> Gates = new()
    {
        // rule, result (none: not answered), confirmed, same terms → may start
        { ClassificationRule.Offered, null, false, false, true },
        { ClassificationRule.Offered, ClassificationResult.Employment, false, true, true },
        { ClassificationRule.Confirmed, null, false, false, true },
        { ClassificationRule.Confirmed, ClassificationResult.Care, false, true, true },
        { ClassificationRule.Confirmed, ClassificationResult.Employment, false, true, false },
        { ClassificationRule.Confirmed, ClassificationResult.Employment, true, true, true },
        { ClassificationRule.Confirmed, ClassificationResult.Low, false, false, true },
        { ClassificationRule.Required, null, false, false, false },
        { ClassificationRule.Required, ClassificationResult.Low, false, true, true },
        { ClassificationRule.Required, ClassificationResult.Low, false, false, false },
        { ClassificationRule.Required, ClassificationResult.Employment, false, true, false },
        { ClassificationRule.Required, ClassificationResult.Employment, true, true, true },
    };

    [Theory, MemberData(nameof(Gates))]
    public void The_gate_is_a_table(
        ClassificationRule rule,
        ClassificationResult? result,
        bool confirmed,
        bool sameTerms,
        bool may
    )
    {
        var row = result is { } known
            ? new Classification { Result = known, ConfirmedAt = confirmed ? TestHost.Start.UtcDateTime : null }
            : null;
        Assert.Equal(may, ClassificationRules.Refuse(rule, row, sameTerms, Side.Client) is null);
        Assert.Equal(may, ClassificationRules.Refuse(rule, row, sameTerms, Side.Freelancer) is null);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task From_the_questions_to_an_owners_confirmation(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ada = await host.MemberAsync("Ada Client", client: true);
        var zoe = await host.MemberAsync("Zoe Freelance", freelancer: true, language: "fr");
        var mia = await host.ColleagueAsync(ada, "Mia Manager", ClientRole.HiringManager);
        await ContractScene.CardAsync(host, ada, "4242 4242 4242 4242");
        var offer = await DraftAsync(host, ada, zoe);
        using var manager = await host.SignedInAsync(mia);
        using var freelancer = await host.SignedInAsync(zoe);

        // Nothing chosen: each question says so, and what was typed stays.
        var page = await manager.GetAsync($"/en/offers/{offer}/classification");
        Assert.Contains("Questions for work in: France", page.Text, StringComparison.Ordinal);
        var missing = await page.SubmitAsync(
            "form:has([name='AnswerForm.Pack'])",
            new Dictionary<string, string?> { ["Form.Notes"] = "She is good", ["Form.control"] = "us" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.Status);
        Assert.Equal(13, missing.Document.QuerySelectorAll("fieldset .err").Length);
        Assert.Contains("She is good", missing.Html, StringComparison.Ordinal);

        var answered = await missing.SubmitAsync(
            "form:has([name='AnswerForm.Pack'])",
            Answers(("control", "us"), ("sanction", "yes"), ("Notes", "Ask legal"))
        );
        Assert.Contains("Looks like employment", answered.Text, StringComparison.Ordinal);
        Assert.Contains("Orders, checks and sanctions", answered.Text, StringComparison.Ordinal);
        Assert.Contains("Ask legal", answered.Text, StringComparison.Ordinal);
        var pdf = await manager.Http.GetByteArrayAsync(
            answered.Document.QuerySelector("a[href*='/files/']")!.GetAttribute("href")
        );
        Assert.Equal("%PDF"u8.ToArray(), pdf[..4]);

        // It does not start as freelance work, and only an owner can let it.
        var sent = await (await manager.GetAsync($"/en/offers/{offer}")).SubmitAsync("button.btn.lg");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Contains("looks like employment", sent.Text, StringComparison.Ordinal);
        Assert.Null(answered.Document.QuerySelector("[name='Form.Reason']"));
        var denied = await host.InScopeAsync(async s =>
            await s.GetRequiredService<ConfirmClassification>()
                .RunAsync(offer, await LatestAsync(s, offer), "Because I say so, really", mia, Ct)
        );
        Assert.Equal("owner_only", denied.Refusals[0].Code);
        using var owner = await host.SignedInAsync(ada);
        var confirmed = await (await owner.GetAsync($"/en/offers/{offer}/classification")).SubmitAsync(
            "form:has([name='ConfirmForm.AnswersId'])",
            new Dictionary<string, string?> { ["Form.Reason"] = "A six-week project with a fixed end." }
        );
        Assert.Contains("Confirmed as freelance work by Ada Client", confirmed.Text, StringComparison.Ordinal);
        sent = await (await manager.GetAsync($"/en/offers/{offer}")).SubmitAsync("button.btn.lg");
        Assert.Equal(HttpStatusCode.OK, sent.Status);

        // The freelancer reads that it was done, and nothing else of it.
        var theirs = await freelancer.GetAsync($"/fr/offres/{offer}");
        Assert.Contains(
            "Le client a examiné le statut le 23 nov. 2026",
            theirs.Text.Replace('\u00A0', ' '),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Ask legal", theirs.Html, StringComparison.Ordinal);
        var hidden = await freelancer.GetAsync($"/en/offers/{offer}/classification");
        Assert.DoesNotContain("Ask legal", hidden.Html, StringComparison.Ordinal);
        using var stranger = await host.SignedInAsync(await host.MemberAsync("Max Other", client: true));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/en/offers/{offer}/classification")).Status);
        await StaffAsync(host, offer);
    }

    /// <summary>The operator's staff see answers and not the client's notes; looking is noted.</summary>
    private static async Task StaffAsync(TestHost host, Guid offer)
    {
        using var staff = await host.SignedInAsync(await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator));
        Assert.Contains(
            "Ada Client",
            (await staff.GetAsync("/en/admin/classifications?result=Employment")).Text,
            StringComparison.Ordinal
        );
        var seen = await staff.GetAsync($"/en/admin/classifications/{offer}");
        Assert.Contains("Who decides how the work is done?", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ask legal", seen.Html, StringComparison.Ordinal);
        Assert.True(
            await host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .Set<AuditEntry>()
                    .AnyAsync(a => a.Action == "classification.viewed" && a.SubjectId == offer)
            )
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Answers_are_never_changed_and_are_asked_again_in_time_and_for_other_terms(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ada = await host.MemberAsync("Ada Client", client: true);
        var zoe = await host.MemberAsync("Zoe Freelance", freelancer: true);
        await ContractScene.CardAsync(host, ada, "4242 4242 4242 4242");
        var contract = await host.HourlyContractAsync(ada, zoe);
        var offer = await host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<Contract>()
                .Where(c => c.Id == contract)
                .Select(c => c.OfferId)
                .SingleAsync()
        );
        Assert.True((await AnswerAsync(host, offer, ada)).Ok);
        await Assert.ThrowsAnyAsync<Exception>(() =>
            host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .Set<ClassificationAnswers>()
                    .ExecuteUpdateAsync(u => u.SetProperty(a => a.Percent, 1))
            )
        );

        // A higher limit is another engagement, a higher rate is not.
        Assert.True((await host.RateAsync(contract, "70", ada)).Ok);
        await host.SettleAsync();
        Assert.Null((await RowAsync(host, offer)).AskedFor);
        Assert.True((await host.LimitAsync(contract, "40", ada)).Ok);
        await host.SettleAsync();
        Assert.Equal(AskAgain.Terms, (await RowAsync(host, offer)).AskedFor);
        Assert.Single(await host.MailsAsync(), m => m.Subject.StartsWith("Classification", StringComparison.Ordinal));

        Assert.True((await AnswerAsync(host, offer, ada)).Ok);
        var row = await RowAsync(host, offer);
        Assert.Equal((2, null), (row.Number, row.AskedFor));
        Assert.Equal(host.Now.AddMonths(12), row.DueAt);
        await host.AdvanceAsync(row.DueAt!.Value - host.Now + TimeSpan.FromMinutes(1));
        Assert.Equal(AskAgain.Time, (await RowAsync(host, offer)).AskedFor);
        Assert.Equal(
            2,
            (await host.MailsAsync()).Count(m => m.Subject.StartsWith("Classification", StringComparison.Ordinal))
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_client_may_be_stricter_than_the_operator_and_not_laxer(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ada = await host.MemberAsync("Ada Client", client: true);
        var zoe = await host.MemberAsync("Zoe Freelance", freelancer: true);
        await ContractScene.CardAsync(host, ada, "4242 4242 4242 4242");
        using var client = await host.SignedInAsync(ada);
        var list = await client.GetAsync("/en/classifications");
        var laxer = await list.SubmitAsync(
            "form:has([name='Form.Rule'])",
            new Dictionary<string, string?> { ["Form.Rule"] = "Offered" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, laxer.Status);
        await laxer.SubmitAsync(
            "form:has([name='Form.Rule'])",
            new Dictionary<string, string?> { ["Form.Rule"] = "Required" }
        );
        var offer = await DraftAsync(host, ada, zoe);
        var refused = await host.InScopeAsync(s => s.GetRequiredService<SendOffer>().RunAsync(offer, ada, Ct));
        Assert.Equal("classification", refused.Refusals[0].Code);
        Assert.True((await AnswerAsync(host, offer, ada)).Ok);
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<SendOffer>().RunAsync(offer, ada, Ct))).Ok);

        using var visitor = host.Visitor();
        Assert.Contains(
            "not legal advice",
            (await visitor.GetAsync("/en/guides/classification")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "lien de subordination",
            (await visitor.GetAsync("/fr/guides/statut")).Text,
            StringComparison.Ordinal
        );
    }

    private static async Task<Guid> DraftAsync(TestHost host, Actor client, Actor freelancer)
    {
        var proposal = await host.HourlyProposalAsync(client, freelancer);
        var typed = new OfferTyped("API rebuild", "Endpoints and tests.", null, [], HourlyScenes.Terms);
        var saved = await host.InScopeAsync(s =>
            s.GetRequiredService<SaveOffer>().RunAsync(proposal, typed, client, Ct)
        );
        Assert.True(saved.Ok);
        return saved.Value;
    }

    /// <summary>The first answer to everything but these, for the questions of France.</summary>
    private static Dictionary<string, string?> Answers(params (string Code, string Answer)[] others)
    {
        var all = Packs.Get("fr", 1).Questions.ToDictionary(q => "Form." + q.Code, q => (string?)q.Answers[0].Code);
        foreach (var (code, answer) in others)
        {
            all["Form." + code] = answer;
        }
        return all;
    }

    private static Task<Outcome<ClassificationResult>> AnswerAsync(TestHost host, Guid offer, Actor client) =>
        host.InScopeAsync(s =>
            s.GetRequiredService<AnswerClassification>()
                .RunAsync(
                    new(
                        Guid.CreateVersion7(),
                        offer,
                        "fr",
                        1,
                        Packs.Get("fr", 1).Questions.ToDictionary(q => q.Code, q => (string?)q.Answers[0].Code),
                        null
                    ),
                    client,
                    Ct
                )
        );

    private static Task<Classification> RowAsync(TestHost host, Guid offer) =>
        host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<Classification>().AsNoTracking().SingleAsync(c => c.OfferId == offer)
        );

    private static Task<Guid> LatestAsync(IServiceProvider services, Guid offer) =>
        services
            .GetRequiredService<MetierDb>()
            .Set<Classification>()
            .Where(c => c.OfferId == offer)
            .Select(c => c.AnswersId)
            .SingleAsync();
}
