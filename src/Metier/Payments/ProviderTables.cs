using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>The tables of providers: what they were asked, what they told, and the books of the two that we keep ourselves.</summary>
internal static class ProviderTables
{
    extension(MetierDb db)
    {
        internal DbSet<ProviderOperation> ProviderOperations => db.Set<ProviderOperation>();
        internal DbSet<ProviderEvent> ProviderEvents => db.Set<ProviderEvent>();
        internal DbSet<ProviderCursor> ProviderCursors => db.Set<ProviderCursor>();
        internal DbSet<ProviderAccount> ProviderAccounts => db.Set<ProviderAccount>();
        internal DbSet<SandboxOperation> SandboxOperations => db.Set<SandboxOperation>();
        internal DbSet<SandboxInstrument> SandboxInstruments => db.Set<SandboxInstrument>();
        internal DbSet<BankOperation> BankOperations => db.Set<BankOperation>();
        internal DbSet<BankFile> BankFiles => db.Set<BankFile>();
        internal DbSet<BankStatement> BankStatements => db.Set<BankStatement>();
        internal DbSet<BankLine> BankLines => db.Set<BankLine>();
    }

    public static void Map(ModelBuilder model)
    {
        Asked(model);
        Told(model);
        Sandbox(model);
        Bank(model);
        Statements(model);
    }

    private static void Asked(ModelBuilder model)
    {
        model.Entity<ProviderOperation>(e =>
        {
            e.ToTable("provider_operation");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.FirstTime);
            e.Property(x => x.Provider).HasMaxLength(32);
            e.Property(x => x.Reference).HasMaxLength(200);
            e.Property(x => x.ActionUrl).HasMaxLength(4000);
            e.Property(x => x.Code).HasMaxLength(60);
            e.HasIndex(x => x.NextAt).HasFilter(Columns.IsNull(nameof(ProviderOperation.EndedAt)));
            e.HasIndex(x => x.SubjectId);
            e.HasIndex(x => new { x.Provider, x.Reference });
        });
        model.Entity<ProviderAccount>(e =>
        {
            e.ToTable("provider_account");
            e.HasKey(x => new
            {
                x.Provider,
                x.Kind,
                x.OwnerId,
            });
            e.Property(x => x.Provider).HasMaxLength(32);
            e.Property(x => x.Kind).HasMaxLength(20);
            e.Property(x => x.Reference).HasMaxLength(200);
        });
    }

    private static void Told(ModelBuilder model)
    {
        model.Entity<ProviderEvent>(e =>
        {
            e.ToTable("provider_event");
            e.HasKey(x => new { x.Provider, x.EventId });
            e.Property(x => x.Provider).HasMaxLength(32);
            e.Property(x => x.EventId).HasMaxLength(200);
            e.Property(x => x.Kind).HasMaxLength(120);
            e.Property(x => x.Reference).HasMaxLength(200);
            e.Property(x => x.Result).HasMaxLength(40);
            e.HasIndex(x => x.NextAt).HasFilter(NotNull(nameof(ProviderEvent.NextAt)));
        });
        model.Entity<ProviderCursor>(e =>
        {
            e.ToTable("provider_cursor");
            e.HasKey(x => new { x.Provider, x.Name });
            e.Property(x => x.Provider).HasMaxLength(32);
            e.Property(x => x.Name).HasMaxLength(32);
        });
    }

    private static void Sandbox(ModelBuilder model)
    {
        model.Entity<SandboxOperation>(e =>
        {
            e.ToTable("sandbox_operation");
            e.HasKey(x => x.Id);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Token).HasMaxLength(60);
            e.Property(x => x.Reference).HasMaxLength(60);
            e.Property(x => x.ReturnPath).HasMaxLength(300);
            e.Property(x => x.Descriptor).HasMaxLength(60);
            e.Property(x => x.Code).HasMaxLength(60);
            e.HasIndex(x => x.BookedAt);
            e.HasIndex(x => x.ReturnedAt).HasFilter(NotNull(nameof(SandboxOperation.ReturnedAt)));
            e.HasIndex(x => x.ResolvesAt).HasFilter(NotNull(nameof(SandboxOperation.ResolvesAt)));
        });
        model.Entity<SandboxInstrument>(e =>
        {
            e.ToTable("sandbox_instrument");
            e.HasKey(x => x.Token);
            e.Property(x => x.Token).HasMaxLength(60);
            e.Property(x => x.Brand).HasMaxLength(20);
            e.Property(x => x.Label).HasMaxLength(254);
        });
    }

    private static void Bank(ModelBuilder model)
    {
        model.Entity<BankOperation>(e =>
        {
            e.ToTable("bank_operation");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.Amount);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Reference).HasMaxLength(35);
            e.Property(x => x.Text).HasMaxLength(140);
            e.Property(x => x.ReturnPath).HasMaxLength(300);
            e.Property(x => x.HolderName).HasMaxLength(200);
            e.Property(x => x.Label).HasMaxLength(254);
            e.Property(x => x.Code).HasMaxLength(60);
            e.HasIndex(x => x.Reference).IsUnique();
            e.HasIndex(x => new { x.State, x.CreatedAt });
            e.HasIndex(x => x.FileId);
            e.HasIndex(x => x.BookedAt);
        });
        model.Entity<BankFile>(e =>
        {
            e.ToTable("bank_file");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.Total);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.HasIndex(x => x.CreatedAt);
        });
    }

    private static void Statements(ModelBuilder model)
    {
        model.Entity<BankStatement>(e =>
        {
            e.ToTable("bank_statement");
            e.HasKey(x => x.Id);
            e.Property(x => x.StatementId).HasMaxLength(70);
            e.Property(x => x.Account).HasMaxLength(34);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Hash).HasMaxLength(64);
            e.HasIndex(x => x.ImportedAt);
            e.HasIndex(x => new { x.Currency, x.ClosingAt });
        });
        model.Entity<BankLine>(e =>
        {
            e.ToTable("bank_line");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.Amount);
            e.Property(x => x.Key).HasMaxLength(64);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Reference).HasMaxLength(70);
            e.Property(x => x.EndToEndId).HasMaxLength(70);
            e.Property(x => x.Counterparty).HasMaxLength(200);
            e.Property(x => x.Text).HasMaxLength(500);
            e.Property(x => x.ReturnCode).HasMaxLength(10);
            e.HasIndex(x => x.Key).IsUnique();
            e.HasIndex(x => new { x.BookedAt, x.Id }).HasFilter(Columns.IsNull(nameof(BankLine.MatchedAt)));
            e.HasIndex(x => x.BookedAt);
            e.HasIndex(x => x.OperationId);
        });
    }

    private static string NotNull(string column) => $"\"{column}\" IS NOT NULL";
}
