extern alias server;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using server::Metier.Contracts;
using server::Metier.Diary;
using server::Metier.Jobs;
using server::Metier.Members;
using server::Metier.Payments;
using server::Metier.Platform;
using server::Metier.Proposals;
using server::Metier.Web;

namespace Metier.Tracker.Tests;

/// <summary>What the server's diary says of one minute.</summary>
internal sealed record KeptMinute(DateTime At, int? Keys, int? Clicks, int? Scrolls, bool? Active, bool Deleted);

/// <summary>What the server's diary says of one segment's picture.</summary>
internal sealed record KeptShot(DateTime Start, string State, bool HasImage);

/// <summary>
/// The marketplace itself on a real port and a database of its own, in which Ada pays Zoe by the hour with the full diary. Its
/// clock runs as every clock does, from the moment a test wants.
/// </summary>
internal sealed class Market : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("metier-market").FullName;
    private readonly AheadClock clock = new();
    private WebApplication app;
    private Actor freelancer = null!;
    private Guid contract;

    private Market() => app = Build(0);

    public int Port { get; private set; }

    /// <summary>The time on the server.</summary>
    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    public static async Task<Market> StartAsync()
    {
        var market = new Market();
        await market.StartServerAsync();
        market.Port = new Uri(market.app.Urls.First()).Port;
        await market.ContractAsync();
        return market;
    }

    /// <summary>Moves the clock forward to a moment so long after a segment's beginning.</summary>
    public void GoTo(TimeSpan intoSegment)
    {
        var at = new TimeSpan(Now.Ticks % TimeSpan.FromMinutes(10).Ticks);
        clock.Ahead += intoSegment > at ? intoSegment - at : intoSegment - at + TimeSpan.FromMinutes(10);
    }

    /// <summary>The server stops, and starts again on what it had.</summary>
    public async Task RestartAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        app = Build(Port);
        await StartServerAsync();
    }

    /// <summary>Zoe confirms the code a device shows, as on the page.</summary>
    public async Task ConfirmAsync(string code)
    {
        var pairing = await Do<PairDevice, PendingPairing?>(p => p.FindAsync(code, freelancer, Rig.Ct));
        Assert.NotNull(pairing);
        Sure(await Do<PairDevice, Outcome<Guid>>(p => p.ConfirmAsync(pairing.Id, code, freelancer, Rig.Ct)));
    }

    /// <summary>Zoe agrees to what is collected.</summary>
    public async Task ConsentAsync() =>
        Sure(await Do<GiveConsent, Outcome<Done>>(u => u.RunAsync(contract, ProofLevel.FullDiary, freelancer, Rig.Ct)));

    /// <summary>Devices that may still send.</summary>
    public Task<int> DevicesAsync() =>
        Do<MetierDb, int>(db => db.Set<TrackerDevice>().CountAsync(d => d.RevokedAt == null, Rig.Ct));

    /// <summary>The whole diary in order.</summary>
    public async Task<List<KeptMinute>> DiaryAsync()
    {
        var rows = await Do<MetierDb, List<DiaryMinute>>(db =>
            db.Set<DiaryMinute>().Where(m => m.ContractId == contract).OrderBy(m => m.Minute).ToListAsync(Rig.Ct)
        );
        return rows.ConvertAll(m => new KeptMinute(
            DiaryTime.At(m.Minute),
            m.Keys,
            m.Clicks,
            m.Scrolls,
            m.Active,
            m.DeletionId != null
        ));
    }

    /// <summary>The segments that have a picture or had one.</summary>
    public async Task<List<KeptShot>> ShotsAsync()
    {
        var rows = await Do<MetierDb, List<DiarySegment>>(db =>
            db.Set<DiarySegment>().Where(s => s.ContractId == contract && s.TakenAt != null).ToListAsync(Rig.Ct)
        );
        return rows.ConvertAll(s => new KeptShot(DiaryTime.At(s.Start), s.Screenshot.ToString(), s.ImageId != null));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private WebApplication Build(int port) =>
        MetierHost.Build(
            new HostSettings
            {
                DataFolder = folder,
                Sandbox = true,
                Urls = "http://127.0.0.1:" + port,
                Configuration = new Dictionary<string, string?> { ["Instance:PublicUrl"] = "http://metier.test" },
                Services = s =>
                {
                    s.AddSingleton<TimeProvider>(clock);
                    s.AddLogging(l => l.ClearProviders());
                },
            }
        );

    private async Task StartServerAsync()
    {
        await app.Services.GetRequiredService<DatabaseStart>().RunAsync(Rig.Ct);
        await app.StartAsync(Rig.Ct);
    }

    private async Task<TAnswer> Do<TUse, TAnswer>(Func<TUse, Task<TAnswer>> use)
        where TUse : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TUse>());
    }

    private static T Sure<T>(Outcome<T> outcome)
    {
        Assert.True(outcome.Ok, string.Join("; ", outcome.Refusals.Select(r => $"{r.Code} {r.Field} {r.Message}")));
        return outcome.Value;
    }

    /// <summary>Two people and a contract by the hour between them, through the use cases of the pages.</summary>
    private async Task ContractAsync()
    {
        var client = await MemberAsync("Ada Client", pays: true);
        freelancer = await MemberAsync("Zoe Freelance", pays: false);
        await CardAsync(client);
        var proposal = await ProposalAsync(await JobAsync(client));
        var offer = new OfferTyped(
            "API rebuild",
            "Endpoints and tests.",
            null,
            [],
            new HourlyTyped("62", "hours", "30", true, "FullDiary", "Minutes", false)
        );
        var sent = Sure(await Do<SaveOffer, Outcome<Guid>>(u => u.RunAsync(proposal, offer, client, Rig.Ct)));
        Sure(await Do<SendOffer, Outcome<Done>>(u => u.RunAsync(sent, client, Rig.Ct)));
        contract = Sure(await Do<AcceptOffer, Outcome<Guid>>(u => u.RunAsync(sent, null, freelancer, Rig.Ct)));
    }

    private async Task<Actor> MemberAsync(string name, bool pays)
    {
        var member = new Member
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            UserName = name.Split(' ')[0] + "@example.org",
            Email = name.Split(' ')[0] + "@example.org",
            EmailConfirmed = true,
            Language = "en",
            TimeZone = "Europe/Paris",
            Country = "FR",
            IsFreelancer = !pays,
            Hat = pays ? Hat.Client : Hat.Freelancer,
            CreatedAt = Now,
            IdentityVerifiedAt = Now,
        };
        Assert.True(
            (await Do<UserManager<Member>, IdentityResult>(u => u.CreateAsync(member, "no phrase of ours"))).Succeeded
        );
        if (pays)
        {
            var paying = new Client
            {
                Id = Guid.CreateVersion7(),
                Name = name + " Ltd",
                Currency = "EUR",
                Country = "FR",
                CreatedAt = Now,
            };
            await Do<MetierDb, int>(db =>
            {
                db.Add(paying);
                db.Add(
                    new ClientMember
                    {
                        ClientId = paying.Id,
                        MemberId = member.Id,
                        Role = ClientRole.Owner,
                        Since = Now,
                    }
                );
                return db.SaveChangesAsync(Rig.Ct);
            });
        }
        return (await Do<ActorLoader, Actor?>(l => l.LoadAsync(member.Id, null, Rig.Ct)))!;
    }

    private async Task CardAsync(Actor client)
    {
        var id = Guid.CreateVersion7();
        Assert.True(
            await Do<AddPaymentMethod, bool>(async u =>
                (await u.RunAsync(new(id, PaymentMethodKind.Card, "/en/money/methods"), client, Rig.Ct)).Ok
            )
        );
        await Do<SandboxPages, bool>(async p =>
        {
            await p.EnterCardAsync(id, new("4242 4242 4242 4242", "12/30", "123", client.Name), client, Rig.Ct);
            return true;
        });
        await Do<FinishPaymentMethod, bool>(async u =>
        {
            await u.RunAsync(id, client, Rig.Ct);
            return true;
        });
    }

    private async Task<Guid> JobAsync(Actor client)
    {
        var id = Guid.CreateVersion7();
        JobPart[] parts =
        [
            new WhatPart("API rebuild", "Endpoints and tests.", "illustration", "en"),
            new SkillsPart("Adobe Photoshop", "", "Medium", "Quarter", "Solid"),
            new PricePart("Hourly", null, "30", "45", null),
            new QuestionsPart([]),
            new AudiencePart("Everyone", "Activity"),
        ];
        foreach (var part in parts)
        {
            Sure(await Do<SaveJob, Outcome<DateTime>>(u => u.RunAsync(new(id, part, false), client, Rig.Ct)));
        }
        Sure(
            await Do<PostJob, Outcome<Done>>(u =>
                u.RunAsync(new(id, new AudiencePart("Everyone", "Activity")), client, Rig.Ct)
            )
        );
        return id;
    }

    private async Task<Guid> ProposalAsync(Guid job)
    {
        var typed = new ProposalTyped("38", "I have rebuilt three of these.", "10", "Weeks", null, [], [], []);
        var written = Sure(
            await Do<WriteProposal, Outcome<Guid>>(u => u.RunAsync(new(job, typed, false), freelancer, Rig.Ct))
        );
        Sure(await Do<SendProposal, Outcome<Done>>(u => u.RunAsync(written, freelancer, Rig.Ct)));
        return written;
    }

    private sealed class AheadClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
