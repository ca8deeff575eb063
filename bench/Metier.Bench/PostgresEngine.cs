using Npgsql;
using NpgsqlTypes;

namespace Metier.Bench;

/// <summary>PostgreSQL: a tsvector of skills and words under GIN, ordered by ts_rank; no composite score.</summary>
internal sealed class PostgresEngine : IEngine
{
    private readonly string _database = $"metier_bench_{Guid.CreateVersion7():N}";
    private readonly string _server;
    private readonly NpgsqlDataSource _source;

    public PostgresEngine(string server)
    {
        _server = server;
        Admin($"CREATE DATABASE {_database}");
        _source = NpgsqlDataSource.Create($"{server};Database={_database};Command Timeout=600");
        Run(
            "CREATE TABLE person(number int PRIMARY KEY, rate bigint NOT NULL, content text NOT NULL, "
                + "words tsvector GENERATED ALWAYS AS (to_tsvector('simple', content)) STORED)"
        );
    }

    public string Name => "PostgreSQL GIN";

    public void Build(IEnumerable<Profile> profiles)
    {
        using (var connection = _source.OpenConnection())
        using (
            var writer = connection.BeginBinaryImport("COPY person(number, rate, content) FROM STDIN (FORMAT binary)")
        )
        {
            foreach (var profile in profiles)
            {
                writer.StartRow();
                writer.Write(World.NumberOf(profile.Document.Id), NpgsqlDbType.Integer);
                writer.Write(profile.Document.RateMinor ?? 0, NpgsqlDbType.Bigint);
                writer.Write(Content(profile), NpgsqlDbType.Text);
            }

            writer.Complete();
        }

        Run("SET maintenance_work_mem='1GB'; CREATE INDEX person_words ON person USING gin(words); ANALYZE person");
    }

    public IReadOnlyList<int> Ask(Question question)
    {
        using var command = _source.CreateCommand(
            "SELECT number FROM person, to_tsquery('simple', $1) q WHERE words @@ q AND rate <= $2 "
                + "ORDER BY ts_rank(words, q) DESC LIMIT 20"
        );
        command.Parameters.Add(
            new() { Value = string.Join(" | ", question.Skills.Select(s => $"skill{s}").Concat(question.Words)) }
        );
        command.Parameters.Add(new() { Value = question.MostMinor });
        using var reader = command.ExecuteReader();
        var found = new List<int>();
        while (reader.Read())
        {
            found.Add(reader.GetInt32(0));
        }

        return found;
    }

    public long Size()
    {
        using var command = _source.CreateCommand("SELECT pg_total_relation_size('person')");
        return (long)command.ExecuteScalar()!;
    }

    public void Change(Profile profile)
    {
        using var command = _source.CreateCommand("UPDATE person SET rate = $2, content = $3 WHERE number = $1");
        command.Parameters.Add(new() { Value = World.NumberOf(profile.Document.Id) });
        command.Parameters.Add(new() { Value = profile.Document.RateMinor ?? 0 });
        command.Parameters.Add(new() { Value = Content(profile) });
        command.ExecuteNonQuery();
    }

    public TimeSpan? Restart() => null;

    public void Dispose()
    {
        _source.Dispose();
        NpgsqlConnection.ClearAllPools();
        Admin($"DROP DATABASE {_database} WITH (FORCE)");
    }

    private static string Content(Profile profile) =>
        string.Join(' ', profile.Skills.Select(s => $"skill{s}"))
        + " "
        + profile.Document.Title
        + " "
        + profile.Document.Overview;

    private void Run(string sql)
    {
        using var command = _source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    private void Admin(string sql)
    {
        using var source = NpgsqlDataSource.Create($"{_server};Database=postgres");
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
