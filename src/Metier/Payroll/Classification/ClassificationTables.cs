using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

internal static class ClassificationTables
{
    extension(MetierDb db)
    {
        internal DbSet<Classification> Classifications => db.Set<Classification>();
        internal DbSet<ClassificationAnswers> ClassificationAnswers => db.Set<ClassificationAnswers>();
        internal DbSet<ClassificationSetting> ClassificationSettings => db.Set<ClassificationSetting>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<ClassificationAnswers>(e =>
        {
            e.ToTable("classification_answers");
            e.HasKey(x => x.Id);
            e.Property(x => x.Country).HasMaxLength(2);
            e.Property(x => x.Pack).HasMaxLength(20);
            e.Property(x => x.AnswersJson).HasMaxLength(4000);
            e.Property(x => x.Notes).HasMaxLength(4000);
            e.Property(x => x.TermsMark).HasMaxLength(64);
            e.Ignore(x => x.Answers);
            e.HasIndex(x => new { x.OfferId, x.Number }).IsUnique();
            e.HasIndex(x => x.FileId);
        });
        model.Entity<Classification>(e =>
        {
            e.ToTable("classification");
            e.HasKey(x => x.OfferId);
            e.Property(x => x.ConfirmReason).HasMaxLength(2000);
            e.Ignore(x => x.AllowsFreelance);
            e.HasIndex(x => x.DueAt);
            e.HasIndex(x => new { x.AnsweredAt, x.OfferId }).IsDescending();
            e.HasIndex(x => new
                {
                    x.Result,
                    x.AnsweredAt,
                    x.OfferId,
                })
                .IsDescending(false, true, true);
            e.HasIndex(x => new
                {
                    x.ClientId,
                    x.AnsweredAt,
                    x.OfferId,
                })
                .IsDescending(false, true, true);
        });
        model.Entity<ClassificationSetting>(e =>
        {
            e.ToTable("classification_setting");
            e.HasKey(x => x.ClientId);
        });
    }

    /// <summary>What was answered is a fact: the database itself refuses to change or delete it.</summary>
    public static IEnumerable<string> Guards(Dialect dialect) =>
        AppendOnly.Guards(dialect, "classification_answers", "answers are never changed");
}

/// <summary>Triggers of tables whose rows are never changed.</summary>
internal static class AppendOnly
{
    public static IEnumerable<string> Guards(Dialect dialect, string table, string says)
    {
        if (dialect == Dialect.Sqlite)
        {
            yield return $"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END";
            yield return $"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END";
        }
        else
        {
            yield return $"CREATE OR REPLACE FUNCTION {table}_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{says}'; END $$";
            yield return $"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_never_changes()";
        }
    }
}
