using System.Net;
using Metier.Jobs;
using Metier.Platform;
using Metier.Profiles;
using Metier.Talent;
using Metier.Taxonomy;
using Metier.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Taxonomy;

/// <summary>What the operator's staff makes of skills that members wrote, and of those that are there.</summary>
public sealed class CurationTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static SkillCatalogue Catalogue(TestHost host) => host.Services.GetRequiredService<SkillCatalogue>();

    private static Task<Outcome<Done>> Do<T>(TestHost host, Func<T, Task<Outcome<Done>>> work)
        where T : notnull => host.InScopeAsync(s => work(s.GetRequiredService<T>()));

    private static Task<IReadOnlyList<string>> SkillsAsync(TestHost host, Actor who) =>
        host.InScopeAsync<IReadOnlyList<string>>(async s =>
            (await s.GetRequiredService<ProfileViews>().CardsAsync([who.MemberId], Ct))[who.MemberId].Skills
        );

    private static async Task<(TestHost Host, Actor Author, Actor Moderator, string Id)> StartAsync(Store store)
    {
        var host = await TestHost.StartAsync(store);
        var author = await host.MemberAsync("Ines Mercier", freelancer: true, language: "fr");
        var moderator = await host.MemberAsync("Mo Moderator", roles: StaffRoles.Moderator);
        var saved = await Do<ChooseSkills>(
            host,
            u =>
                u.RunAsync(
                    new("Watercolour, Water colours painting, JavaScript", null, ["Water colours painting"]),
                    author,
                    Ct
                )
        );
        Assert.True(saved.Ok, string.Join("; ", saved.Refusals.Select(r => r.Message)));
        return (host, author, moderator, Assert.Single(Catalogue(host).Waiting).Id);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_merge_is_read_everywhere_at_once_and_can_be_undone(Store store)
    {
        var (host, author, moderator, id) = await StartAsync(store);
        await using var _ = host;
        var client = await host.MemberAsync("Ada Client", client: true);
        var job = await host.PostedAsync(client);
        Assert.True(
            (
                await host.SaveAsync(
                    job,
                    new SkillsPart("Water colours painting", "Watercolour", "Medium", "Quarter", "Solid"),
                    client
                )
            ).Ok
        );
        Assert.Equal(["watercolour", id, "javascript"], await SkillsAsync(host, author));

        Assert.True((await Do<MergeSkill>(host, u => u.RunAsync(new(id, "aquarelle"), moderator, Ct))).Ok);
        Assert.Equal(["watercolour", "javascript"], await SkillsAsync(host, author));
        var view = await host.InScopeAsync(s => s.GetRequiredService<JobViews>().OwnAsync(job, client, Ct));
        Assert.Equal(["watercolour"], view!.MustHave);
        Assert.Empty(view.NiceToHave);
        Assert.Equal("watercolour", Catalogue(host).Named("water colours painting")!.Id);
        Assert.Contains(Catalogue(host).Find("watercolour")!.Names, n => n.Text == "Water colours painting");
        Assert.Empty(Catalogue(host).Waiting);

        Assert.True((await Do<UndoMerge>(host, u => u.RunAsync(id, moderator, Ct))).Ok);
        Assert.Equal(["watercolour", id, "javascript"], await SkillsAsync(host, author));
        Assert.Equal(id, Assert.Single(Catalogue(host).Waiting).Id);
        Assert.True((await Do<UndoMerge>(host, u => u.RunAsync(id, moderator, Ct))).IsNotFound);
        var audited = await host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<AuditEntry>()
                .Where(a => a.SubjectType == "skill")
                .OrderBy(a => a.At)
                .ThenBy(a => a.Id)
                .Select(a => a.Action)
                .ToListAsync(Ct)
        );
        Assert.Equal(["skill.added", "skill.merged", "skill.unmerged"], audited);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_rejected_skill_is_nothing_and_its_author_is_told(Store store)
    {
        var (host, author, moderator, id) = await StartAsync(store);
        await using var _ = host;
        var silent = await Do<RejectSkill>(host, u => u.RunAsync(new(id, " "), moderator, Ct));
        Assert.Equal("Reject.Reason", silent.Refusals[0].Field);
        Assert.True(
            (await Do<RejectSkill>(host, u => u.RunAsync(new(id, "We have it as watercolour."), moderator, Ct))).Ok
        );
        Assert.Equal(["watercolour", "javascript"], await SkillsAsync(host, author));
        Assert.Null(Catalogue(host).Named("water colours painting"));
        var mail = Assert.Single(await host.MailsAsync());
        Assert.Equal(author.Email, mail.ToAddress);
        Assert.Contains("n’a pas été retenue", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("We have it as watercolour.", mail.Text, StringComparison.Ordinal);
        var again = await Do<ChooseSkills>(
            host,
            u => u.RunAsync(new("Water colours painting", null, ["Water colours painting"]), author, Ct)
        );
        Assert.Equal("skill_rejected", again.Refusals[0].Code);
        // A second look.
        Assert.True(
            (
                await Do<AcceptSkill>(
                    host,
                    u =>
                        u.RunAsync(
                            new(id, "Painting on gnomes", "Peinture sur nains", "Method", "illustration"),
                            moderator,
                            Ct
                        )
                )
            ).Ok
        );
        Assert.Equal(["watercolour", id, "javascript"], await SkillsAsync(host, author));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_accepted_skill_is_offered_to_everybody_and_found(Store store)
    {
        var (host, author, moderator, id) = await StartAsync(store);
        await using var _ = host;
        foreach (
            var (en, fr, kind, category, field) in new[]
            {
                ("JavaScript", "Peinture sur nains", "Method", "illustration", "Accept.En"),
                ("Gnome painting", "Java, Script", "Method", "illustration", "Accept.Fr"),
                ("Gnome painting", "Peinture sur nains", "3", "illustration", "Accept.Kind"),
                ("Gnome painting", "Peinture sur nains", "Method", "design", "Accept.CategoryId"),
            }
        )
        {
            var refused = await Do<AcceptSkill>(host, u => u.RunAsync(new(id, en, fr, kind, category), moderator, Ct));
            Assert.Equal(field, Assert.Single(refused.Refusals).Field);
        }
        Assert.True(
            (
                await Do<AcceptSkill>(
                    host,
                    u =>
                        u.RunAsync(
                            new(id, "Wash painting on wet paper", "Lavis sur papier mouillé", "Method", "illustration"),
                            moderator,
                            Ct
                        )
                )
            ).Ok
        );
        var skill = Catalogue(host).Find(id)!;
        Assert.Equal(
            ("Wash painting on wet paper", "Lavis sur papier mouillé", true),
            (skill.En, skill.Fr, skill.Offered)
        );
        Assert.Equal(
            (SkillKind.Method, "illustration", SkillSource.Local),
            (skill.Kind, skill.CategoryId, skill.Source)
        );
        Assert.Equal(id, Catalogue(host).Search("lavis sur pap")[0].Id);
        // As it was written, it stays an alias.
        Assert.Equal(id, Catalogue(host).Named("Water colours painting")!.Id);

        // Searches know it at once, on every node.
        var ines = await host.InScopeAsync(s => s.GetRequiredService<ProfileViews>().CardsAsync([author.MemberId], Ct));
        Assert.Contains(id, ines[author.MemberId].Skills);
        await Do<EditIntro>(host, u => u.RunAsync(new("Painter", "", "", null), author, Ct));
        await host.SettleAsync();
        await host.Services.GetRequiredService<TalentIndex>().ReadyAsync(Ct);
        using var visitor = host.Visitor();
        var found = await visitor.GetAsync("/en/talent?q=lavis+sur+papier+mouill%C3%A9");
        Assert.Contains("Ines Mercier", found.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Shipped_skills_are_renamed_and_their_aliases_changed_in_the_tables(Store store)
    {
        var (host, _, moderator, _) = await StartAsync(store);
        await using var __ = host;
        Assert.True(
            (
                await Do<NameSkill>(
                    host,
                    u => u.RunAsync(new("javascript", "JavaScript (ES)", "JavaScript (ES)"), moderator, Ct)
                )
            ).Ok
        );
        Assert.Equal("JavaScript (ES)", Catalogue(host).Find("javascript")!.En);
        Assert.Equal("javascript", Catalogue(host).Named("JavaScript")!.Id);

        Task<Outcome<Done>> Alias(string id, string text, bool remove) =>
            Do<ChangeAlias>(host, u => u.RunAsync(new(id, "en", text, remove), moderator, Ct));
        Assert.True((await Alias("javascript", "ecmascript", true)).Ok);
        Assert.Null(Catalogue(host).Named("ecmascript", "en"));
        Assert.Equal("Alias.Text", (await Alias("javascript", "JavaScript (ES)", true)).Refusals[0].Field);
        Assert.Equal("name_taken", (await Alias("typescript", "js", false)).Refusals[0].Code);
        // What one skill gave up, another may take.
        Assert.True((await Alias("typescript", "ecmascript", false)).Ok);
        Assert.Equal("typescript", Catalogue(host).Named("ecmascript", "en")!.Id);

        await host.RestartAsync();
        Assert.Equal("JavaScript (ES)", Catalogue(host).Find("javascript")!.En);
        Assert.Equal("typescript", Catalogue(host).Named("ecmascript", "en")!.Id);
        Assert.True(
            (await Do<MergeSkill>(host, u => u.RunAsync(new("javascript", "typescript"), moderator, Ct))).IsNotFound
        );
    }

    [Fact]
    public async Task Nobody_else_may_and_wrong_targets_are_refused()
    {
        var (host, author, moderator, id) = await StartAsync(Store.Sqlite);
        await using var _ = host;
        var finance = await host.MemberAsync("Fin Finance", roles: StaffRoles.Finance);
        foreach (var actor in new[] { author, finance })
        {
            Assert.True((await Do<MergeSkill>(host, u => u.RunAsync(new(id, "watercolour"), actor, Ct))).IsNotFound);
            Assert.True((await Do<RejectSkill>(host, u => u.RunAsync(new(id, "No."), actor, Ct))).IsNotFound);
            Assert.True((await Do<NameSkill>(host, u => u.RunAsync(new("css", "A", "B"), actor, Ct))).IsNotFound);
        }
        foreach (var into in new[] { "", "no such thing", id, "Water colours painting" })
        {
            var refused = await Do<MergeSkill>(host, u => u.RunAsync(new(id, into), moderator, Ct));
            Assert.Equal("Merge.Into", Assert.Single(refused.Refusals).Field);
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Staff_works_through_the_queue_without_script(Store store)
    {
        var (host, author, moderator, id) = await StartAsync(store);
        await using var _ = host;
        using (var other = await host.SignedInAsync(author))
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/fr/gestion/competences")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/en/admin/skills/" + id)).Status);
        }
        using var browser = await host.SignedInAsync(moderator);
        Assert.Contains("New skills to look at", (await browser.GetAsync("/en/admin")).Text, StringComparison.Ordinal);
        var list = await browser.GetAsync("/en/admin/skills?state=Waiting");
        Assert.Contains("Water colours painting", list.Text, StringComparison.Ordinal);
        var page = await browser.GetAsync("/en/admin/skills/" + id);
        Assert.Contains("on 1 profile and 0 jobs", page.Text, StringComparison.Ordinal);
        Assert.Contains("Ines Mercier", page.Text, StringComparison.Ordinal);
        page = await page.SubmitAsync("button[value=watercolour]");
        Assert.Contains("The skills are merged.", page.Html, StringComparison.Ordinal);
        page = await page.SubmitAsync("#undo");
        Assert.Contains("The merge is undone.", page.Html, StringComparison.Ordinal);
        var refused = await page.SubmitAsync("#reject form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        page = await page.SubmitAsync(
            "[name='Accept.En']",
            new Dictionary<string, string?>
            {
                ["Accept.En"] = "Gnome gouache",
                ["Accept.Fr"] = "Gouache de nains",
                ["Accept.Kind"] = "Method",
                ["Accept.CategoryId"] = "illustration",
            }
        );
        Assert.True(page.Status == HttpStatusCode.OK, string.Join(" | ", page.Errors));
        page = await page.SubmitAsync(
            "[name='Alias.Text']",
            new Dictionary<string, string?> { ["Alias.Text"] = "gnome body paint", ["Alias.Language"] = "en" }
        );
        Assert.Contains("Remove gnome body paint", page.Text, StringComparison.Ordinal);
        page = await page.SubmitAsync("button[value='en|gnome body paint']");
        Assert.DoesNotContain("Remove gnome body paint", page.Text, StringComparison.Ordinal);
        var french = await browser.GetAsync("/fr/gestion/competences?source=Shipped&q=aquarelle");
        Assert.Contains("Livrée", french.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/en/admin/skills/no-such-skill")).Status);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_list_is_paged_by_key(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.InScopeAsync(s =>
        {
            var lines = Enumerable.Range(0, 120).Select(i => $"x\tGnomeware {i:000}\t43232408\tx\tN\tN");
            var file = Path.Combine(host.Folder, "tools.txt");
            File.WriteAllLines(
                file,
                lines.Prepend("O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand")
            );
            return s.GetRequiredService<ImportOnet>().RunAsync(new(file), null, Ct);
        });
        foreach (
            var filter in new[]
            {
                new SkillFilter(null, null, null),
                new("GNOMEWARE", SkillSource.Onet, SkillState.Accepted),
                new(null, SkillSource.Shipped, null),
            }
        )
        {
            var seen = new List<string>();
            string? after = null;
            do
            {
                var page = await host.InScopeAsync(s => s.GetRequiredService<SkillDesk>().ListAsync(filter, after, Ct));
                seen.AddRange(page.Take(SkillDesk.PageSize).Select(l => l.Id));
                after = page.Count > SkillDesk.PageSize ? page[SkillDesk.PageSize - 1].Id : null;
            } while (after is not null);
            Assert.Equal(seen.Distinct().Count(), seen.Count);
            Assert.Equal(filter.Source == SkillSource.Shipped ? Catalogue(host).Skills.Count - 120 : 120, seen.Count);
        }
    }
}
