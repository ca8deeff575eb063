using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

internal static class InvoicingTables
{
    extension(MetierDb db)
    {
        internal DbSet<Invoice> Invoices => db.Set<Invoice>();
        internal DbSet<InvoicePdf> InvoicePdfs => db.Set<InvoicePdf>();
        internal DbSet<InvoiceBundle> InvoiceBundles => db.Set<InvoiceBundle>();
        internal DbSet<MoneyCertificate> MoneyCertificates => db.Set<MoneyCertificate>();
        internal DbSet<LegalIdentity> LegalIdentities => db.Set<LegalIdentity>();
        internal DbSet<InvoicingMandate> InvoicingMandates => db.Set<InvoicingMandate>();
    }

    public static void Map(ModelBuilder model)
    {
        MapPapers(model);
        MapParties(model);
        model.Entity<Invoice>(e =>
        {
            e.ToTable("invoice");
            e.HasKey(x => x.Id);
            e.Property(x => x.SourceKey).HasMaxLength(120);
            e.Property(x => x.Series).HasMaxLength(60);
            e.Property(x => x.Number).HasMaxLength(40);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Language).HasMaxLength(2);
            e.Property(x => x.ContentSha256).HasMaxLength(64);
            e.HasIndex(x => x.SourceKey).IsUnique();
            e.HasIndex(x => new { x.Series, x.SeriesNumber }).IsUnique();
            e.HasIndex(x => new
                {
                    x.ClientId,
                    x.IssuedAt,
                    x.Id,
                })
                .IsDescending(false, true, true);
            e.HasIndex(x => new
                {
                    x.FreelancerId,
                    x.IssuedAt,
                    x.Id,
                })
                .IsDescending(false, true, true);
            e.HasIndex(x => new
                {
                    x.ContractId,
                    x.IssuedAt,
                    x.Id,
                })
                .IsDescending(false, true, true);
            // Lists of one kind: the filter of the page.
            e.HasIndex(x => new
                {
                    x.ClientId,
                    x.Kind,
                    x.IssuedAt,
                })
                .IsDescending(false, false, true);
            e.HasIndex(x => new
                {
                    x.FreelancerId,
                    x.Kind,
                    x.IssuedAt,
                })
                .IsDescending(false, false, true);
            e.HasIndex(x => x.CorrectsId).HasFilter(Columns.IsNotNull(nameof(Invoice.CorrectsId)));
            e.Ignore(x => x.Total);
        });
        model.Entity<InvoicePdf>(e =>
        {
            e.ToTable("invoice_pdf");
            e.HasKey(x => x.InvoiceId);
            e.Property(x => x.Sha256).HasMaxLength(64);
            e.HasOne<Invoice>().WithMany().HasForeignKey(x => x.InvoiceId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void MapParties(ModelBuilder model)
    {
        model.Entity<LegalIdentity>(e =>
        {
            e.ToTable("legal_identity");
            e.HasKey(x => new { x.PartyId, x.Side });
            e.Property(x => x.Name).HasMaxLength(200);
            e.Property(x => x.Street).HasMaxLength(300);
            e.Property(x => x.PostCode).HasMaxLength(20);
            e.Property(x => x.City).HasMaxLength(100);
            e.Property(x => x.Region).HasMaxLength(100);
            e.Property(x => x.Country).HasMaxLength(2);
            e.Property(x => x.RegistrationNumber).HasMaxLength(40);
            e.Property(x => x.VatNumber).HasMaxLength(20);
            e.Property(x => x.DeliveryStreet).HasMaxLength(300);
            e.Property(x => x.DeliveryPostCode).HasMaxLength(20);
            e.Property(x => x.DeliveryCity).HasMaxLength(100);
            e.Property(x => x.DeliveryCountry).HasMaxLength(2);
        });
        model.Entity<InvoicingMandate>(e =>
        {
            e.ToTable("invoicing_mandate");
            e.HasKey(x => x.Id);
            e.Property(x => x.Language).HasMaxLength(2);
            e.Property(x => x.TextSha256).HasMaxLength(64);
            e.HasIndex(x => new { x.FreelancerId, x.AcceptedAt });
            // One that stands at a time.
            e.HasIndex(x => x.FreelancerId, "IX_invoicing_mandate_open")
                .IsUnique()
                .HasFilter(Columns.IsNull(nameof(InvoicingMandate.WithdrawnAt)));
        });
        model.Entity<DocumentNumber>(e =>
        {
            e.ToTable("document_number");
            e.HasKey(x => x.Series);
            e.Property(x => x.Series).HasMaxLength(60);
        });
    }

    private static void MapPapers(ModelBuilder model)
    {
        model.Entity<InvoiceBundle>(e =>
        {
            e.ToTable("invoice_bundle");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.MemberId, x.AskedAt }).IsDescending(false, true);
            e.HasIndex(x => x.DueAt);
        });
        model.Entity<MoneyCertificate>(e =>
        {
            e.ToTable("money_certificate");
            e.HasKey(x => x.Id);
            e.Property(x => x.Code).HasMaxLength(16);
            e.Property(x => x.Language).HasMaxLength(2);
            e.Property(x => x.Seal).HasMaxLength(64);
            e.Property(x => x.FileSha256).HasMaxLength(64);
            e.HasIndex(x => x.Code).IsUnique();
            e.HasIndex(x => x.RequestId).IsUnique();
            e.HasIndex(x => new { x.PartyId, x.IssuedAt }).IsDescending(false, true);
        });
    }

    /// <summary>An issued document is a fact: the database itself refuses to change or delete it.</summary>
    public static IEnumerable<string> Guards(Dialect dialect)
    {
        foreach (var table in new[] { "invoice", "invoice_pdf", "money_certificate" })
        {
            if (dialect == Dialect.Sqlite)
            {
                yield return $"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'issued documents never change'); END";
                yield return $"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'issued documents never change'); END";
            }
            else
            {
                yield return "CREATE OR REPLACE FUNCTION issued_documents_never_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'issued documents never change'; END $$";
                yield return $"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION issued_documents_never_change()";
            }
        }
    }
}
