using Metier.Contracts;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Admin;

/// <summary>A marketplace with one contract whose first milestone is paid in and handed in, and staff of every role.</summary>
internal sealed class AdminScene : IAsyncDisposable
{
    public required TestHost Host { get; init; }
    public required Actor Client { get; init; }
    public required Actor Freelancer { get; init; }
    public required Actor Operator { get; init; }
    public required Guid JobId { get; init; }
    public required Guid ContractId { get; init; }

    public static async Task<AdminScene> StartAsync(Store store)
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoé Freelance", freelancer: true, language: "fr");
        var chief = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        var job = await host.PostedAsync(client);
        var proposal = await host.ProposedAsync(job, freelancer);
        await AddCardAsync(host, client);
        return new AdminScene
        {
            Host = host,
            Client = client,
            Freelancer = freelancer,
            Operator = chief,
            JobId = job,
            ContractId = await ContractAsync(host, client, freelancer, proposal),
        };
    }

    private static async Task AddCardAsync(TestHost host, Actor client)
    {
        var id = Guid.CreateVersion7();
        await host.InScopeAsync(s =>
            s.GetRequiredService<AddPaymentMethod>()
                .RunAsync(new(id, PaymentMethodKind.Card, "/en/money/methods"), client, CancellationToken.None)
        );
        await host.InScopeAsync(s =>
            s.GetRequiredService<SandboxPages>()
                .EnterCardAsync(
                    id,
                    new("4242 4242 4242 4242", "12/30", "123", "Ada Client"),
                    client,
                    CancellationToken.None
                )
        );
        await host.InScopeAsync(s =>
            s.GetRequiredService<FinishPaymentMethod>().RunAsync(id, client, CancellationToken.None)
        );
    }

    private static async Task<Guid> ContractAsync(TestHost host, Actor client, Actor freelancer, Guid proposal)
    {
        using var theirs = await host.SignedInAsync(client);
        using var mine = await host.SignedInAsync(freelancer);
        var draft = await (await theirs.GetAsync($"/en/offers/new/{proposal}")).SubmitAsync(
            "form[method=post] input[name='Form.Title']",
            new Dictionary<string, string?>
            {
                ["Form.Title"] = "Picture book, 32 pages",
                ["Form.Scope"] = "Sixteen spreads.",
                ["Form.Milestones[0].Title"] = "Roughs",
                ["Form.Milestones[0].Amount"] = "1,200.00",
                ["Form.Do"] = "save",
            }
        );
        var sent = await draft.SubmitAsync("form:has(button.lg)");
        var contract = await (await mine.GetAsync(sent.Path)).SubmitAsync("form:has(input[name='AcceptForm.Version'])");
        var id = Guid.Parse(contract.Path.Split('/')[3]);
        await (await theirs.GetAsync($"/en/contracts/{id}/milestones")).SubmitAsync("form[action*='/fund']");
        await (await mine.GetAsync($"/en/contracts/{id}/milestones")).SubmitAsync(
            "form[action*='/submit']",
            new Dictionary<string, string?> { ["message"] = "Ten roughs" }
        );
        await host.SettleAsync();
        return id;
    }

    public Task<T> AskAsync<TService, T>(Func<TService, Task<T>> ask)
        where TService : notnull => Host.InScopeAsync(s => ask(s.GetRequiredService<TService>()));

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
