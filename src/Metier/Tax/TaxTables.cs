using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Tax;

internal static class TaxTables
{
    extension(MetierDb db)
    {
        internal DbSet<TaxProfile> TaxProfiles => db.Set<TaxProfile>();
        internal DbSet<TaxForm> TaxForms => db.Set<TaxForm>();
        internal DbSet<TaxFormEnd> TaxFormEnds => db.Set<TaxFormEnd>();
        internal DbSet<TaxRun> TaxRuns => db.Set<TaxRun>();
        internal DbSet<TaxPaper> TaxPapers => db.Set<TaxPaper>();
        internal DbSet<TaxPayment> TaxPayments => db.Set<TaxPayment>();
    }

    public static void Map(ModelBuilder model)
    {
        Identity(model);
        YearEnd(model);
    }

    private static void Identity(ModelBuilder model)
    {
        model.Entity<TaxProfile>(e =>
        {
            e.ToTable("tax_profile");
            e.HasKey(x => x.MemberId);
            e.Property(x => x.Country).HasMaxLength(2);
            e.Property(x => x.WorkCountry).HasMaxLength(2);
            e.Property(x => x.TinCode).HasMaxLength(20);
            e.Property(x => x.TinLast4).HasMaxLength(4);
            e.HasIndex(x => x.NextAt).HasFilter("\"NextAt\" IS NOT NULL");
            e.HasIndex(x => new { x.State, x.MemberId });
        });
        model.Entity<TaxForm>(e =>
        {
            e.ToTable("tax_form");
            e.HasKey(x => x.Id);
            e.Property(x => x.Code).HasMaxLength(20);
            e.Property(x => x.FormVersion).HasMaxLength(20);
            e.Property(x => x.SignedName).HasMaxLength(160);
            e.Property(x => x.Ip).HasMaxLength(45);
            e.Property(x => x.Language).HasMaxLength(2);
            e.Property(x => x.TinCode).HasMaxLength(20);
            e.Property(x => x.Sha256).HasMaxLength(64);
            e.HasIndex(x => new { x.MemberId, x.Id });
        });
        model.Entity<TaxFormEnd>(e =>
        {
            e.ToTable("tax_form_end");
            e.HasKey(x => x.FormId);
            e.HasOne<TaxForm>().WithMany().HasForeignKey(x => x.FormId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void YearEnd(ModelBuilder model)
    {
        model.Entity<TaxRun>(e =>
        {
            e.ToTable("tax_run");
            e.HasKey(x => x.Id);
            e.Property(x => x.Document).HasMaxLength(20);
            e.Property(x => x.Reference).HasMaxLength(80);
            e.Property(x => x.FileSha256).HasMaxLength(64);
            e.HasIndex(x => new
                {
                    x.Document,
                    x.Year,
                    x.Number,
                })
                .IsUnique();
        });
        model.Entity<TaxPaper>(e =>
        {
            e.ToTable("tax_paper");
            e.HasKey(x => x.Id);
            e.Property(x => x.Document).HasMaxLength(20);
            e.HasOne<TaxRun>().WithMany().HasForeignKey(x => x.RunId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(x => new { x.RunId, x.MemberId }).IsUnique();
            e.HasIndex(x => new { x.MemberId, x.Id });
        });
        model.Entity<TaxPayment>(e =>
        {
            e.ToTable("tax_payment");
            e.HasKey(x => x.Id);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Reference).HasMaxLength(80);
            e.HasIndex(x => new { x.State, x.Id });
        });
    }

    /// <summary>A signature is a fact: the database itself refuses to change or delete it. Papers may go only while their run is a draft.</summary>
    public static IEnumerable<string> Guards(Dialect dialect)
    {
        foreach (var table in new[] { "tax_form", "tax_form_end" })
        {
            if (dialect == Dialect.Sqlite)
            {
                yield return $"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'signed forms never change'); END";
                yield return $"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'signed forms never change'); END";
            }
            else
            {
                yield return "CREATE OR REPLACE FUNCTION signed_forms_never_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'signed forms never change'; END $$";
                yield return $"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION signed_forms_never_change()";
            }
        }
        if (dialect == Dialect.Sqlite)
        {
            yield return "CREATE TRIGGER IF NOT EXISTS tax_paper_no_update BEFORE UPDATE ON tax_paper BEGIN SELECT RAISE(ABORT, 'papers never change'); END";
            yield return "CREATE TRIGGER IF NOT EXISTS tax_paper_no_delete BEFORE DELETE ON tax_paper WHEN (SELECT \"State\" FROM tax_run WHERE \"Id\" = OLD.\"RunId\") <> 'Draft' BEGIN SELECT RAISE(ABORT, 'papers that were issued stay'); END";
        }
        else
        {
            yield return """
                CREATE OR REPLACE FUNCTION tax_papers_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF TG_OP = 'UPDATE' OR (SELECT "State" FROM tax_run WHERE "Id" = OLD."RunId") <> 'Draft' THEN
                        RAISE EXCEPTION 'papers that were issued stay';
                    END IF;
                    RETURN OLD;
                END $$
                """;
            yield return "CREATE OR REPLACE TRIGGER tax_paper_stays BEFORE UPDATE OR DELETE ON tax_paper FOR EACH ROW EXECUTE FUNCTION tax_papers_stay()";
        }
    }
}
