using System.Text;
using Metier.Contracts;
using Metier.Diary;
using Metier.Ledger;
using Metier.Payments;
using Metier.Payroll;
using Metier.Platform;
using Metier.Tests.Contracts;
using Metier.Tests.Diary;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Payroll;

/// <summary>
/// Ada wants Zoe at €62 an hour; Pat acts for the partner Palier, which takes people on in France at 18.5 % on top, and by portage. The
/// clock stands on Monday 23 November 2026, 09:00 UTC.
/// </summary>
internal sealed class PayrollScene : IAsyncDisposable
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private PayrollScene(TestHost host) => Host = host;

    public TestHost Host { get; }
    public Actor Client { get; private set; } = default!;
    public Actor Freelancer { get; private set; } = default!;
    public Actor Staff { get; private set; } = default!;
    public Actor Pat { get; private set; } = default!;
    public Guid Partner { get; private set; }
    public Guid Offer { get; private set; }
    public Guid Contract { get; private set; }
    public Guid Account { get; private set; }

    public Guid Week => DiaryWeek.IdOf(Contract, WeekScene.Monday);

    public static async Task<PayrollScene> StartAsync(Store store)
    {
        var scene = new PayrollScene(await TestHost.StartAsync(store));
        var host = scene.Host;
        scene.Client = await host.MemberAsync("Ada Client", client: true);
        scene.Freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true, language: "fr");
        scene.Staff = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        scene.Pat = await host.MemberAsync("Pat Palier", freelancer: true);
        await ContractScene.CardAsync(host, scene.Client, WeekScene.Good);
        scene.Partner = await scene.PartnerAsync("Palier", scene.Pat);
        return scene;
    }

    public async Task<Guid> PartnerAsync(string name, Actor person)
    {
        var id = ContractScenes.Sure(
            await Do<SetUpPartner, Guid>(u =>
                u.CreateAsync(new(name, name + " SAS", "1 rue du Pont\n75001 Paris", "552 100 554"), Staff, Ct)
            )
        );
        ContractScenes.Sure(await Do<SetUpPartner, Done>(u => u.AddPersonAsync(id, person.Email, Staff, Ct)));
        await PriceAsync(id, "Employer", "18.5", null, "15");
        await PriceAsync(id, "Portage", "0", "7,5", "50");
        return id;
    }

    public async Task PriceAsync(Guid partner, string form, string markup, string? management, string lowest) =>
        ContractScenes.Sure(
            await Do<SetUpPartner, Done>(u =>
                u.PriceAsync(partner, new("FR", form, "EUR", markup, management, lowest, true), Staff, Ct)
            )
        );

    /// <summary>A draft that is offered as payroll in this form.</summary>
    public async Task DraftAsync(PayrollForm form = PayrollForm.Employer)
    {
        var proposal = await Host.HourlyProposalAsync(Client, Freelancer);
        var typed = new OfferTyped("API rebuild", "Endpoints and tests.", null, [], HourlyScenes.Terms);
        Offer = ContractScenes.Sure(await Do<SaveOffer, Guid>(u => u.RunAsync(proposal, typed, Client, Ct)));
        var price = (await ChoicesAsync()).Single(c => c.Price.Form == form && c.Price.PartnerId == Partner);
        ContractScenes.Sure(await ChooseAsync(price.Price.Id.ToString(), Client));
    }

    public Task<List<PriceChoice>> ChoicesAsync() =>
        Host.InScopeAsync(s => s.GetRequiredService<PayrollPrices>().ForAsync("FR", "EUR", Ct));

    public Task<Outcome<Done>> ChooseAsync(string? price, Actor by) =>
        Do<ChoosePayroll, Done>(u => u.RunAsync(Offer, price, by, Ct));

    public async Task AcceptAsync()
    {
        ContractScenes.Sure(await Do<SendOffer, Done>(u => u.RunAsync(Offer, Client, Ct)));
        Contract = ContractScenes.Sure(await Do<AcceptOffer, Guid>(u => u.RunAsync(Offer, null, Freelancer, Ct)));
        await Host.SettleAsync();
    }

    /// <summary>Everything on the list is there.</summary>
    public async Task OnboardAsync()
    {
        foreach (var item in await ItemsAsync())
        {
            ContractScenes.Sure(
                await TickAsync(item.Code, item.By == ItemSide.Freelancer ? Freelancer : Pat, "No. 4711")
            );
        }
        await Host.SettleAsync();
    }

    /// <summary>A contract whose hours can be logged; and an account that the partner can be paid to.</summary>
    public static async Task<PayrollScene> RunningAsync(Store store, PayrollForm form = PayrollForm.Employer)
    {
        var scene = await StartAsync(store);
        scene.Account = ContractScenes.Sure(
            await scene.Do<AddPayoutMethod, Guid>(u =>
                u.RunAsync(
                    new(Guid.CreateVersion7(), PayoutMethodKind.Iban, "Pat Palier", "DE89 3704 0044 0532 0130 00"),
                    scene.Pat,
                    Ct
                )
            )
        );
        await scene.DraftAsync(form);
        await scene.AcceptAsync();
        await scene.OnboardAsync();
        return scene;
    }

    public Task<Outcome<Done>> TickAsync(string code, Actor by, string? evidence = null) =>
        Do<TickOnboarding, Done>(u => u.RunAsync(Contract, code, evidence, by, Ct));

    public Task<List<OnboardingItem>> ItemsAsync() =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<OnboardingItem>()
                .AsNoTracking()
                .Where(i => i.ContractId == Contract)
                .OrderBy(i => i.Position)
                .ToListAsync()
        );

    public Task<PayrollContract> RowAsync() =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<PayrollContract>()
                .AsNoTracking()
                .SingleAsync(c => c.ContractId == Contract)
        );

    public Task<PayrollWeek> WeekAsync() =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<PayrollWeek>().AsNoTracking().SingleAsync(w => w.Id == Week)
        );

    public Task<List<HoursLine>> HoursAsync() =>
        Host.InScopeAsync(s => s.GetRequiredService<PartnerBooks>().HoursAfterAsync(Partner, null, 100, Ct));

    /// <summary>Minutes in the diary, as the tracker leaves them.</summary>
    public Task LogAsync(string at, int minutes) =>
        new WeekScene(Host, Client, Freelancer, Contract).LogAsync(Contract, Freelancer, at, minutes);

    public Task<Outcome<int>> ByHandAsync(string day, string from, string to) =>
        Do<AddManualTime, int>(u => u.RunAsync(new(Contract, day, from, to, "Whiteboard", "UTC"), Freelancer, Ct));

    /// <summary>Ten hours, locked and charged.</summary>
    public async Task BillAsync()
    {
        await Host.AdvanceAsync(TimeSpan.FromMinutes(30));
        await LogAsync("2026-11-24 09:00", 600);
        await Host.AdvanceAsync(WeekScene.Lock.AddMinutes(1) - Host.Now);
    }

    public ResultTyped Result(
        string reference,
        string cost,
        string currency = "EUR",
        string? contract = null,
        string week = "2026-11-23"
    ) =>
        new(
            reference,
            contract ?? Contract.ToString(),
            week,
            currency,
            cost.StartsWith('-') ? "-1" : "400.00",
            cost,
            cost.StartsWith('-') ? "0" : "310.5",
            "2026-11-01",
            "2026-11-30"
        );

    public Task<Outcome<ImportedResults>> ImportAsync(params ResultTyped[] rows) =>
        Do<ImportResults, ImportedResults>(u => u.RunAsync(rows, new(Partner, "Palier", Pat), Ct));

    public static byte[] Csv(params ResultTyped[] rows) =>
        Encoding.UTF8.GetBytes(
            string.Join(',', ResultsCsv.Columns)
                + "\n"
                + string.Concat(
                    rows.Select(r =>
                        $"\"{r.Reference}\",{r.Contract},{r.Week},{r.Currency},{r.Gross},{r.EmployerCost},{r.Net},{r.PeriodFrom},{r.PeriodTo}\r\n"
                    )
                )
        );

    public Task<Outcome<Money>> PayOutAsync(Guid? request = null) =>
        Do<RequestPartnerPayout, Money>(u =>
            u.RunAsync(new(request ?? Guid.CreateVersion7(), "EUR", Account.ToString()), Pat, Ct)
        );

    public async Task<long> OwedAsync() =>
        (await Host.BalanceAsync(LedgerAccount.PartnerPayable(Partner, Currency.Eur))).Minor;

    public async Task BooksBalanceAsync() =>
        Assert.Empty(await Host.InScopeAsync(s => s.GetRequiredService<LedgerCheck>().RunAsync(Ct)));

    public Task<Outcome<TAnswer>> Do<TUse, TAnswer>(Func<TUse, Task<Outcome<TAnswer>>> use)
        where TUse : notnull => Host.InScopeAsync(s => use(s.GetRequiredService<TUse>()));

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
