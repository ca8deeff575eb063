using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Platform;

[Trait("storage", "both")]
public class WriteTransactionTests
{
    private static Client Client(string name, DateTime at) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            Currency = "EUR",
            CreatedAt = at,
        };

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_refusal_keeps_nothing(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var outcome = await host.InScopeAsync(s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            return db.WriteAsync<Done>(
                async () =>
                {
                    db.Add(Client("Nobody", host.Now));
                    await db.SaveChangesAsync();
                    return new Refusal("no", "No");
                },
                CancellationToken.None
            );
        });
        Assert.False(outcome.Ok);
        Assert.Equal(0, await host.InScopeAsync(s => s.GetRequiredService<MetierDb>().Set<Client>().CountAsync()));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Two_people_changing_one_thing_both_succeed_without_losing_a_change(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = Client("Count", host.Now);
        await host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            db.Add(client);
            await db.SaveChangesAsync();
        });
        var tries = await Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(_ =>
                    host.InScopeAsync(s =>
                    {
                        var db = s.GetRequiredService<MetierDb>();
                        return db.WriteAsync<Done>(
                            async () =>
                            {
                                var mine = await db.Set<Client>().SingleAsync(c => c.Id == client.Id);
                                mine.City += "x";
                                return Done.It;
                            },
                            CancellationToken.None
                        );
                    })
                )
        );
        Assert.All(tries, t => Assert.True(t.Ok));
        Assert.Equal(
            "xxx",
            await host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>().Set<Client>().Select(c => c.City).SingleAsync()
            )
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_second_try_of_a_request_gets_the_first_answer(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var request = Guid.CreateVersion7();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => AddOnceAsync(host, request, "a")));
        Assert.All(answers, a => Assert.True(a.Ok));
        Assert.Single(answers.Select(a => a.Value).Distinct());
        Assert.Equal(1, await host.InScopeAsync(s => s.GetRequiredService<MetierDb>().Set<Client>().CountAsync()));

        var other = await AddOnceAsync(host, request, "b");
        Assert.Equal("idempotency_mismatch", Assert.Single(other.Refusals).Code);
    }

    private static Task<Outcome<Guid>> AddOnceAsync(TestHost host, Guid request, string name) =>
        host.InScopeAsync(s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            return db.WriteOnceAsync<Guid>(
                "test",
                request,
                new { name },
                () =>
                {
                    var client = Client(name, host.Now);
                    db.Add(client);
                    return Task.FromResult<Outcome<Guid>>(client.Id);
                },
                CancellationToken.None
            );
        });
}
