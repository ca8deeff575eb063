using System.Text;
using System.Xml.Linq;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments.Providers;

[Trait("storage", "both")]
public class BankTests
{
    private const string Iban = "DE89370400440532013000";

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Payments:Bank:Holder"] = "Métier SAS",
        ["Payments:Bank:Iban"] = "DE89 3704 0044 0532 0130 00",
        ["Payments:Bank:Bic"] = "COBADEFFXXX",
        ["Payments:Bank:Wire"] = "true",
    };

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_transfer_with_its_reference_pays_and_twice_imported_counts_once(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store, Settings);
        var finance = await FinanceAsync(world);
        var request = world.Request(await TransferAsync(world), Eur(100));
        var progress = (await world.ChargeAsync(request)).Value;
        Assert.Equal(
            (ChargeState.ActionRequired, $"/go/bank-transfer/{request.RequestId:D}"),
            (progress.State, progress.ActionUrl)
        );
        var page = await (await world.Host.SignedInAsync(world.Client)).GetAsync(
            $"/en/money/transfer/{request.RequestId:D}"
        );
        var reference = BankReference.Of(request.RequestId);
        Assert.Contains(BankReference.Print(reference), page.Text, StringComparison.Ordinal);
        Assert.Contains("102.75", page.Text, StringComparison.Ordinal);

        var file = Camt(
            Entry(
                "102.75",
                "CRDT",
                "A1",
                $"<RmtInf><Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf>"
            )
        );
        var first = await ImportAsync(world, finance, file);
        Assert.Equal(new ImportView(1, 1, 1), first.Value);
        Assert.Equal(Eur(100), await world.HeldAsync(request.SubjectId));
        var again = await ImportAsync(world, finance, file);
        Assert.Equal(new ImportView(1, 0, 0), again.Value);
        Assert.Equal(1, world.Told.Count("settled", request.RequestId));
        await world.AssertBooksAsync();
        await AssertAgreeAsync(world);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_has_no_reference_is_matched_by_hand_and_a_wrong_amount_is_not(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store, Settings);
        var finance = await FinanceAsync(world);
        var request = world.Request(await TransferAsync(world), Eur(100));
        await world.ChargeAsync(request);
        var reference = BankReference.Of(request.RequestId);
        // Half of it with the right reference, and all of it with none.
        await ImportAsync(
            world,
            finance,
            Camt(
                Entry("50.00", "CRDT", "A1", $"<RmtInf><Ustrd>Pay {reference}</Ustrd></RmtInf>"),
                Entry("102.75", "CRDT", "A2", "<RmtInf><Ustrd>for the work</Ustrd></RmtInf>")
            )
        );
        Assert.Equal(Eur(0), await world.HeldAsync(request.SubjectId));
        var lines = await world.Do<BankDesk, List<BankLineView>>(d => d.UnmatchedAsync(null, default));
        Assert.Equal([5_000, 10_275], lines.Select(l => l.Amount.Minor).Order());
        var half = lines.Single(l => l.Amount.Minor == 5_000);
        var whole = lines.Single(l => l.Amount.Minor == 10_275);
        var refused = await MatchAsync(world, half.Id, request.RequestId, finance);
        Assert.Equal("does_not_fit", Assert.Single(refused.Refusals).Code);

        var staff = await world.Host.SignedInAsync(finance);
        var page = await staff.GetAsync($"/en/admin/bank/lines/{whole.Id:D}");
        Assert.Contains(BankReference.Print(reference), page.Text, StringComparison.Ordinal);
        Assert.True((await MatchAsync(world, whole.Id, request.RequestId, finance)).Ok);
        Assert.Equal(Eur(100), await world.HeldAsync(request.SubjectId));
        Assert.True((await MatchAsync(world, whole.Id, request.RequestId, finance)).IsNotFound);
        var explained = await world.Do<MatchBankLine, Outcome<Done>>(m =>
            m.ExplainAsync(half.Id, "Sent twice, sent back", finance, default)
        );
        Assert.True(explained.Ok);
        Assert.Empty(await world.Do<BankDesk, List<BankLineView>>(d => d.UnmatchedAsync(null, default)));
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Nobody_transfers_and_the_charge_gives_up(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store, Settings);
        var request = world.Request(await TransferAsync(world), Eur(100));
        await world.ChargeAsync(request);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(15));
        Assert.Equal(1, world.Told.Count("failed", request.RequestId));
        Assert.Contains("transfer", PaymentWords.Failure("transfer_missing"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Payments_leave_in_a_file_and_come_back_with_their_reason(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store, Settings);
        var finance = await FinanceAsync(world);
        var other = await world.Host.MemberAsync("Ac Countant", roles: StaffRoles.Finance);
        var request = world.Request(await TransferAsync(world), Eur(1_000));
        await world.ChargeAsync(request);
        await ImportAsync(
            world,
            finance,
            Camt(Entry("1027.50", "CRDT", "A1", Reference(request.RequestId) + Debtor("FR1420041010050500013M02606")))
        );
        await world.RefundAsync(request.SubjectId, Eur(100));
        await world.ReleaseAsync(request.SubjectId, Eur(500));
        var method = await world.PayoutMethodAsync("FR14 2004 1010 0505 0001 3M02 606");
        await world.Host.AdvanceAsync(TimeSpan.FromDays(3));
        var (arrives, closed) = (NewId(), NewId());
        await UseBankAsync(world, method);
        Assert.True((await world.WithdrawAsync(method, Eur(200), arrives)).Ok);
        Assert.True((await world.WithdrawAsync(method, Eur(100), closed)).Ok);

        var file = (await world.Do<BankFiles, Outcome<Guid>>(f => f.MakeAsync(finance, default))).Value;
        Assert.True(
            (await world.Do<BankFiles, Outcome<byte[]>>(f => f.DownloadAsync(file, finance, default))).IsNotFound
        );
        Assert.Equal(
            "same_person",
            Assert
                .Single(
                    (await world.Do<BankFiles, Outcome<Done>>(f => f.ApproveAsync(file, finance, default))).Refusals
                )
                .Code
        );
        Assert.True((await world.Do<BankFiles, Outcome<Done>>(f => f.ApproveAsync(file, other, default))).Ok);
        var bytes = (await world.Do<BankFiles, Outcome<byte[]>>(f => f.DownloadAsync(file, finance, default))).Value;
        var again = (await world.Do<BankFiles, Outcome<byte[]>>(f => f.DownloadAsync(file, finance, default))).Value;
        Assert.Equal(bytes, again);
        var pain = XDocument.Parse(Encoding.UTF8.GetString(bytes));
        var ns = pain.Root!.Name.Namespace;
        Assert.Equal("3", pain.Descendants(ns + "NbOfTxs").First().Value);
        Assert.Equal("400.77", pain.Descendants(ns + "CtrlSum").First().Value);
        Assert.Equal("Metier SAS", pain.Descendants(ns + "InitgPty").Single().Value);
        Assert.Equal(
            "nothing_waits",
            Assert.Single((await world.Do<BankFiles, Outcome<Guid>>(f => f.MakeAsync(finance, default))).Refusals).Code
        );

        var refund = pain.Descendants(ns + "EndToEndId")
            .Select(e => e.Value)
            .Single(v => v != arrives.ToString("N") && v != closed.ToString("N"));
        await ImportAsync(
            world,
            finance,
            Camt(
                Entry("199.01", "DBIT", "B1", EndToEnd(arrives.ToString("N"))),
                Entry("99.01", "DBIT", "B2", EndToEnd(closed.ToString("N"))),
                Entry("102.75", "DBIT", "B3", EndToEnd(refund))
            )
        );
        Assert.Equal(Eur(150), await world.ReadyAsync());
        await world.AssertBooksAsync();
        await ImportAsync(
            world,
            finance,
            Camt(
                Entry(
                    "99.01",
                    "CRDT",
                    "B4",
                    EndToEnd(closed.ToString("N")) + "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
                )
            )
        );
        Assert.Equal(Eur(250), await world.ReadyAsync());
        var reason = await world.Do<MetierDb, string?>(db =>
            db.Set<Payout>().Where(p => p.Id == closed).Select(p => p.ReasonCode).SingleAsync()
        );
        Assert.Equal("account_closed", reason);
        await world.AssertBooksAsync();
        await AssertAgreeAsync(world);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "not_xml")]
    [InlineData("not xml", "not_xml")]
    [InlineData("<Document xmlns=\"urn:other\"/>", "not_camt")]
    [InlineData("", "file_missing")]
    public async Task Files_that_are_none_are_refused(string text, string code)
    {
        await using var world = await PaymentsWorld.StartAsync(Store.Sqlite, Settings);
        var done = await world.Do<ImportStatement, Outcome<ImportView>>(async i =>
            await i.RunAsync(Encoding.UTF8.GetBytes(text), await FinanceAsync(world), default)
        );
        Assert.Equal(code, Assert.Single(done.Refusals).Code);
    }

    [Fact]
    public async Task A_mistake_is_named_with_its_line_and_nothing_is_imported()
    {
        await using var world = await PaymentsWorld.StartAsync(Store.Sqlite, Settings);
        var finance = await FinanceAsync(world);
        var good = Entry("1.00", "CRDT", "A1", "");
        foreach (
            var bad in new[]
            {
                Entry("1,50", "CRDT", "A2", ""),
                Entry("1.005", "CRDT", "A2", ""),
                Entry("1.00", "UP", "A2", ""),
            }
        )
        {
            var done = await ImportAsync(world, finance, Camt(good, bad));
            var refusal = Assert.Single(done.Refusals);
            Assert.Equal("camt_wrong", refusal.Code);
            Assert.Matches("line [1-9]", refusal.Message);
        }
        var other = await ImportAsync(
            world,
            finance,
            Camt(good).Replace(Iban, "FR1420041010050500013M02606", StringComparison.Ordinal)
        );
        Assert.Equal("other_account", Assert.Single(other.Refusals).Code);
        Assert.Equal(0, await world.Do<MetierDb, int>(db => db.Set<BankLine>().CountAsync()));
        Assert.True((await ImportAsync(world, world.Client, Camt(good))).IsNotFound);
    }

    [Fact]
    public void References_are_right_and_found_in_words()
    {
        Assert.Equal("RF18539007547034", BankReference.Check("539007547034"));
        Assert.NotNull(BankReference.Read("RF18 5390 0754 7034"));
        Assert.Null(BankReference.Read("RF19 5390 0754 7034"));
        var seen = new HashSet<string>();
        for (var i = 0; i < 2_000; i++)
        {
            var reference = BankReference.Of(NewId());
            Assert.True(seen.Add(reference));
            Assert.Equal(reference, BankReference.Read(BankReference.Print(reference)));
            Assert.Equal(reference, BankReference.Search($"Invoice REF 7 {BankReference.Print(reference)} thanks"));
        }
    }

    [Fact]
    public void Two_equal_lines_without_a_reference_of_the_bank_are_two()
    {
        var line =
            "<Ntry><Amt Ccy=\"EUR\">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-24</Dt></BookgDt></Ntry>";
        var once = CamtReader.Read(Encoding.UTF8.GetBytes(Camt(line, line))).Single().Lines.Select(l => l.Key).ToList();
        Assert.Equal(2, once.Distinct().Count());
        var again = CamtReader.Read(Encoding.UTF8.GetBytes(Camt(line, line))).Single().Lines.Select(l => l.Key);
        Assert.Equal(once, again);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_only_person_of_finance_approves_alone(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store, Settings);
        var finance = await FinanceAsync(world);
        var request = world.Request(await TransferAsync(world), Eur(100));
        await world.ChargeAsync(request);
        await ImportAsync(
            world,
            finance,
            Camt(Entry("102.75", "CRDT", "A1", Reference(request.RequestId) + Debtor("FR1420041010050500013M02606")))
        );
        await world.RefundAsync(request.SubjectId, Eur(100));
        await world.Host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var file = (await world.Do<BankFiles, Outcome<Guid>>(f => f.MakeAsync(finance, default))).Value;
        Assert.True((await world.Do<BankFiles, Outcome<Done>>(f => f.ApproveAsync(file, finance, default))).Ok);
    }

    private static async Task<Actor> FinanceAsync(PaymentsWorld world) =>
        await world.Host.MemberAsync("Fin Ance", roles: StaffRoles.Finance);

    private static async Task<Guid> TransferAsync(PaymentsWorld world)
    {
        var id = NewId();
        var added = await world.Do<AddPaymentMethod, Outcome<string>>(add =>
            add.RunAsync(new(id, PaymentMethodKind.BankTransfer, "/en/money/methods"), world.Client, default)
        );
        Assert.Equal("/en/money/methods", added.Value);
        return id;
    }

    /// <summary>In a sandbox the sandbox would pay; here the bank does.</summary>
    private static Task UseBankAsync(PaymentsWorld world, Guid method) =>
        world.Do<MetierDb, int>(db =>
            db.Set<PayoutMethod>()
                .Where(m => m.Id == method)
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.Provider, "bank"))
        );

    private static Task<Outcome<ImportView>> ImportAsync(PaymentsWorld world, Actor actor, string file) =>
        world.Do<ImportStatement, Outcome<ImportView>>(i => i.RunAsync(Encoding.UTF8.GetBytes(file), actor, default));

    private static Task<Outcome<Done>> MatchAsync(PaymentsWorld world, Guid line, Guid operation, Actor actor) =>
        world.Do<MatchBankLine, Outcome<Done>>(m => m.RunAsync(line, operation, actor, default));

    /// <summary>Our accounts of the bank are the sum of its lines.</summary>
    private static async Task AssertAgreeAsync(PaymentsWorld world)
    {
        var provider = world.Host.Services.GetRequiredService<PaymentProviders>().Find("bank")!;
        var lines = await provider.SettlementAsync(DateTime.UnixEpoch, world.Host.Now.AddDays(30), default);
        var booked =
            await world.BalanceAsync(LedgerAccount.ProviderPending("bank", Currency.Eur))
            + await world.BalanceAsync(LedgerAccount.ProviderAvailable("bank", Currency.Eur))
            + await world.BalanceAsync(LedgerAccount.ProviderTransit("bank", Currency.Eur));
        Assert.Equal(lines.Sum(l => l.Net.Minor), booked.Minor);
    }

    private static string Reference(Guid operation) =>
        $"<RmtInf><Strd><CdtrRefInf><Ref>{BankReference.Of(operation)}</Ref></CdtrRefInf></Strd></RmtInf>";

    private static string EndToEnd(string id) => $"<Refs><EndToEndId>{id}</EndToEndId></Refs>";

    private static string Debtor(string iban) =>
        $"<RltdPties><Dbtr><Pty><Nm>Ada Client</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct></RltdPties>";

    private static string Entry(string amount, string direction, string bankReference, string details) =>
        $"""
            <Ntry>
              <Amt Ccy="EUR">{amount}</Amt>
              <CdtDbtInd>{direction}</CdtDbtInd>
              <Sts><Cd>BOOK</Cd></Sts>
              <BookgDt><Dt>2026-11-24</Dt></BookgDt>
              <AcctSvcrRef>{bankReference}</AcctSvcrRef>
              <NtryDtls><TxDtls>{details}</TxDtls></NtryDtls>
            </Ntry>
            """;

    private static string Camt(params string[] entries) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
              <BkToCstmrStmt>
                <Stmt>
                  <Id>2026-11-24/{entries.Length}</Id>
                  <Acct><Id><IBAN>{Iban}</IBAN></Id></Acct>
                  <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">5000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-24</Dt></Dt></Bal>
                  {string.Join('\n', entries)}
                </Stmt>
              </BkToCstmrStmt>
            </Document>
            """;
}
