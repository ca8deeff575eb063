using System.Net;
using Metier.Members;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Admin;

/// <summary>Who becomes staff, and that there is always an operator left.</summary>
public class StaffRoleTests
{
    private static Task<Outcome<Done>> ChangeAsync(TestHost host, Guid id, StaffRoles role, bool has, Actor actor) =>
        host.InScopeAsync(s =>
            s.GetRequiredService<ChangeStaffRoles>().RunAsync(new(id, role, has), actor, CancellationToken.None)
        );

    private static Task<Outcome<string>> AppointAsync(TestHost host, string email, bool has = true) =>
        host.InScopeAsync(s => s.GetRequiredService<AppointOperator>().RunAsync(email, has, CancellationToken.None));

    private static async Task<int> OperatorsAsync(TestHost host) =>
        (
            await host.InScopeAsync(s =>
                s.GetRequiredService<PeopleViews>().ListAsync(null, PeopleFilter.Staff, null, CancellationToken.None)
            )
        ).Count(p => p.Roles.HasFlag(StaffRoles.Operator));

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Thirty_tries_at_once_leave_one_operator(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var a = await host.MemberAsync("Ann Operator", roles: StaffRoles.Operator);
        var b = await host.MemberAsync("Ben Operator", roles: StaffRoles.Operator);
        var tries = await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(i =>
                    i % 2 == 0
                        ? ChangeAsync(host, b.MemberId, StaffRoles.Operator, false, a)
                        : ChangeAsync(host, a.MemberId, StaffRoles.Operator, false, b)
                )
        );
        Assert.Contains(tries, t => t.Ok);
        Assert.Equal(1, await OperatorsAsync(host));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_last_operator_stays_also_when_they_want_to_go(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var last = await host.MemberAsync("Ann Operator", roles: StaffRoles.Operator | StaffRoles.Finance);
        var tries = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(_ => ChangeAsync(host, last.MemberId, StaffRoles.Operator, false, last))
        );
        Assert.All(tries, t => Assert.Equal("last_operator", t.Refusals[0].Code));
        Assert.Equal("last_operator", (await AppointAsync(host, last.Email, has: false)).Refusals[0].Code);
        Assert.Equal(1, await OperatorsAsync(host));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_operator_gives_and_takes_roles_and_the_person_is_told(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var chief = await host.MemberAsync("Ann Operator", roles: StaffRoles.Operator);
        var person = await host.MemberAsync("Paul Personne", language: "fr");
        var moderator = await host.MemberAsync("Mo Moderator", roles: StaffRoles.Moderator);
        using var browser = await host.SignedInAsync(chief);
        var page = await (await browser.GetAsync($"/en/admin/people/{person.MemberId}")).SubmitAsync(
            "form:has(input[value=Finance])"
        );
        Assert.Contains("Finance", page.Document.QuerySelector(".page-head")!.TextContent, StringComparison.Ordinal);
        using var theirs = await host.SignedInAsync(person);
        Assert.Equal(HttpStatusCode.OK, (await theirs.GetAsync("/fr/gestion/comptes")).Status);
        await page.SubmitAsync("form:has(input[value=Finance])");
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync("/fr/gestion/comptes")).Status);
        await host.SettleAsync();
        Assert.Single(await host.MailsAsync(), m => m.Subject == "Vous avez un nouveau rôle\u00A0: Finances");
        Assert.Single(await host.MailsAsync(), m => m.Subject == "Un rôle vous a été retiré\u00A0: Finances");

        // A moderator's page has no such form, and posting it anyway is answered as if there were none.
        var forged = await ChangeAsync(host, moderator.MemberId, StaffRoles.Operator, true, moderator);
        Assert.True(forged.IsNotFound);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_first_operator_comes_from_the_command_line(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var person = await host.MemberAsync("Olga First");
        var unconfirmed = await host.MemberAsync("Una Confirmed", confirmed: false);
        Assert.Equal("no_account", (await AppointAsync(host, "nobody@example.org")).Refusals[0].Code);
        Assert.Equal("unconfirmed", (await AppointAsync(host, unconfirmed.Email)).Refusals[0].Code);
        Assert.Equal("Olga First", (await AppointAsync(host, " OLGA.first@example.org ")).Value);
        Assert.Equal(1, await OperatorsAsync(host));
        using var browser = await host.SignedInAsync(person);
        var audit = await browser.GetAsync("/en/admin/audit?what=member.role");
        Assert.Contains("member.role_given", audit.Text, StringComparison.Ordinal);
        Assert.Contains("command line", audit.Text, StringComparison.Ordinal);
    }
}
