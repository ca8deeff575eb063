using System.Text.RegularExpressions;
using Metier.Members;
using Metier.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Members;

/// <summary>Ways to end up in somebody else's account, tried.</summary>
public class TakeoverTests
{
    private const string Email = "victim@example.org";
    private static readonly CancellationToken Ct = CancellationToken.None;

    private static Task<Outcome<Done>> SignUpAsync(TestHost host, string name, string password) =>
        host.InScopeAsync(s =>
            s.GetRequiredService<SignUp>()
                .RunAsync(new(name, Email, password, "FR", false, true, null, null, "UTC", "en"), Ct)
        );

    private static async Task<string> NewestLinkAsync(TestHost host, string landing)
    {
        await host.SettleAsync();
        var mail = (await host.MailsAsync()).Last(m => m.Text.Contains("/go/" + landing, StringComparison.Ordinal));
        return Regex.Match(mail.Text, @"link=([\w-]+)").Groups[1].Value;
    }

    private static Task<T> OfMemberAsync<T>(TestHost host, Func<IServiceProvider, Member, Task<T>> work) =>
        host.InScopeAsync(async s => await work(s, await s.GetRequiredService<MetierDb>().Set<Member>().SingleAsync()));

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Of_two_who_sign_up_with_one_address_whoever_reads_its_mail_gets_the_account(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await SignUpAsync(host, "Mallory", "mallory knows this one");
        var first = await NewestLinkAsync(host, "confirm-email");
        var stamp = await OfMemberAsync(host, (_, m) => Task.FromResult(m.SecurityStamp));
        await SignUpAsync(host, "Vera Victim", "only vera knows this one");

        // Neither order of the two may leave a stranger's password in force.
        foreach (var password in new[] { "mallory knows this one", "only vera knows this one" })
        {
            Assert.False(await KnowsAsync(host, password));
        }
        Assert.NotEqual(stamp, await OfMemberAsync(host, (_, m) => Task.FromResult(m.SecurityStamp)));
        Assert.False((await host.InScopeAsync(s => s.GetRequiredService<ConfirmEmail>().RunAsync(first, Ct))).Ok);

        var link = await NewestLinkAsync(host, "password-new");
        var set = await host.InScopeAsync(s =>
            s.GetRequiredService<ResetPassword>().RunAsync(link, "what the mailbox chose", Ct)
        );
        Assert.True(set.Ok);
        Assert.True(await KnowsAsync(host, "what the mailbox chose"));
        Assert.True(await OfMemberAsync(host, (_, m) => Task.FromResult(m.EmailConfirmed)));
    }

    private static Task<bool> KnowsAsync(TestHost host, string password) =>
        OfMemberAsync(host, (s, m) => s.GetRequiredService<UserManager<Member>>().CheckPasswordAsync(m, password));

    [Fact]
    public async Task A_second_factor_needs_a_confirmed_address()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        await SignUpAsync(host, "Mallory", "mallory knows this one");
        var id = await OfMemberAsync(host, (_, m) => Task.FromResult(m.Id));
        var refused = await host.InScopeAsync(async s =>
        {
            var actor = (await s.GetRequiredService<ActorLoader>().LoadAsync(id, null, Ct))!;
            var factor = s.GetRequiredService<TwoFactor>();
            var (key, _, _) = await factor.SetupAsync(actor, "Metier", Ct);
            var step = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;
            return await factor.EnableAsync(Totp.Code(key, step), actor, Ct);
        });
        Assert.Equal("email_unconfirmed", Assert.Single(refused.Refusals).Code);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_link_to_a_new_password_dies_with_the_old_password_and_the_old_address(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await SignUpAsync(host, "Vera Victim", "only vera knows this one");
        var id = await OfMemberAsync(host, (_, m) => Task.FromResult(m.Id));

        async Task<string> AskAsync()
        {
            await host.InScopeAsync(s => s.GetRequiredService<AskForPasswordReset>().RunAsync(Email, Ct));
            return await NewestLinkAsync(host, "password-new");
        }
        Task<bool> WorksAsync(string link) =>
            host.InScopeAsync(s => s.GetRequiredService<MemberLinks>().WorksAsync(link, LinkPurpose.ResetPassword, Ct));

        var first = await AskAsync();
        Assert.True(await WorksAsync(first));
        await host.InScopeAsync(async s =>
        {
            var actor = (await s.GetRequiredService<ActorLoader>().LoadAsync(id, null, Ct))!;
            var changed = await s.GetRequiredService<ChangePassword>()
                .RunAsync("only vera knows this one", "another that only vera knows", actor, Ct);
            Assert.True(changed.Ok);
        });
        Assert.False(await WorksAsync(first));

        var second = await AskAsync();
        await host.InScopeAsync(async s =>
        {
            var actor = (await s.GetRequiredService<ActorLoader>().LoadAsync(id, null, Ct))!;
            await s.GetRequiredService<ChangeEmail>()
                .RunAsync("vera@example.net", "another that only vera knows", actor, Ct);
        });
        var confirm = await NewestLinkAsync(host, "confirm-email");
        await host.InScopeAsync(s => s.GetRequiredService<ConfirmEmail>().RunAsync(confirm, Ct));
        Assert.Equal("vera@example.net", await OfMemberAsync(host, (_, m) => Task.FromResult(m.Email)));
        Assert.False(await WorksAsync(second));
    }
}
