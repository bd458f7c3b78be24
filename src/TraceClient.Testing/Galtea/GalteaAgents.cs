using static TraceClient.Testing.Template;

namespace TraceClient.Testing;

/// <summary>The agents of the generated data and the questions of their users, all invented.</summary>
internal static class GalteaAgents
{
    private const string RefundRefused = "amount ~wrong~ EUR exceeds the limit 500.00 EUR of policy refunds-v3";

    /// <summary>The agents, in the order of their versions.</summary>
    public static readonly GalteaAgent[] All =
    [
        new(
            "support_agent", GalteaModel.Sonnet,
            "You are the support agent of a web shop. Look up orders before you speak about them. "
                + "Amounts of the order service are in cents. Never refund more than was paid.",
            "order service timed out after 1800 ms",
            [Call(700), Tool("get_order_events", 140, """{"order_id":"~order~","page":~n~}""",
                """{"page":~n~,"events":[{"at":"~sent~T0~n1~:12:40Z","state":"in transit","hub":"Hub ~n~"}],"has_more":true}""")],
            new GalteaTurn(
                "Where is my order ~order~? It should have been here on ~past~.",
                "I am sorry for the wait, ~name~. Order ~order~ left our warehouse on ~sent~ and arrives on ~day~ before 18:00.",
                Guard("check_input", 45, """{"policy":"prompt-injection-v1","text":"Where is my order ~order~?"}""",
                    """{"passed":true,"score":0.02}"""),
                Call(1450, "I will look up the order first."),
                Essential(Failed(
                    Tool("lookup_order", 1800, """{"order_id":"~order~"}"""), "order service timed out after 1800 ms")),
                Retry(Essential(Tool("lookup_order", 210, """{"order_id":"~order~"}""",
                    OneLine("""
                        {"order_id":"~order~","state":"shipped","carrier":"Nordpost","total_cents":~cents~,"currency":"EUR",
                        "shipped_on":"~sent~"}
                        """)))),
                Part("GET orders-api /orders/~order~", 160, """{"method":"GET","attempt":2}""", """{"status":200}"""),
                Call(1200),
                Tool("track_parcel", 640, """{"carrier":"Nordpost","reference":"NP~ticket~"}""",
                    """{"state":"in transit","hub":"Leipzig","expected":"~day~"}"""),
                Call(1900),
                Judge(820, """{"criterion":"grounded_in_tool_results"}""",
                    """{"score":0.97,"explanation":"Both dates are in the tool results."}""")),
            new GalteaTurn(
                "It has arrived, but the lamp is broken. Can I get my money back?",
                "Yes. A damaged item can be refunded within 30 days, in full and without sending it back. "
                    + "Shall I refund ~price~ EUR for order ~order~?",
                Chain("retrieve_policy", 20, """{"question":"refund for a damaged item"}""", """{"documents":2}"""),
                Embed(95, "refund for a damaged item"),
                Find("search_policies", 130, """{"query":"refund for a damaged item","top_k":2}""",
                    OneLine("""
                        {"documents":[
                        {"id":"refunds-v3#2","score":0.89,"text":"Damaged items are refunded in full within 30 days;
                         no return is needed below 100 EUR."},
                        {"id":"refunds-v3#4","score":0.81,"text":"The support agent may refund up to 500.00 EUR at a time."}]}
                        """)),
                Call(1150),
                Essential(Tool("lookup_order", 190, """{"order_id":"~order~"}""",
                    """{"order_id":"~order~","state":"delivered","total_cents":~cents~,"currency":"EUR","delivered_on":"~past~"}""")),
                Call(1700),
                Judge(760, """{"criterion":"follows_policy","policy":"refunds-v3"}""",
                    """{"score":0.94,"explanation":"The reply names the period and asks before it pays."}""")),
            new GalteaTurn(
                "Yes, please refund order ~order~.",
                "Done: ~price~ EUR go back to your card within 3 working days. You get a confirmation at ~email~.",
                Call(1100),
                Tool("lookup_order", 180, """{"order_id":"~order~"}""",
                    """{"order_id":"~order~","state":"delivered","total_cents":~cents~,"currency":"EUR"}"""),
                Call(1300),
                Essential(Tool("refund_payment", 720, """{"order_id":"~order~","amount":~price~,"currency":"EUR","reason":"damaged"}""",
                    """{"refund_id":"re_~ticket~","state":"accepted","amount":~price~,"currency":"EUR"}""")),
                Tool("send_mail", 310, """{"to":"~email~","template":"refund_confirmed","order_id":"~order~"}""", """{"queued":true}"""),
                Call(1250),
                Judge(700, """{"criterion":"action_matches_request"}""",
                    """{"score":0.99,"explanation":"The refund is the order's total."}"""))),
        new(
            "travel_planner", GalteaModel.Gpt4o,
            "You plan business trips. Offer the cheapest fare that fits the calendar. Book only what the travel policy allows.",
            "upstream fare service returned 503",
            [Call(650), Tool("check_seats", 230, """{"flight":"NX4~n1~0","date":"~day~"}""",
                """{"flight":"NX4~n1~0","seats_left":~n~,"fare_class":"economy"}""")],
            new GalteaTurn(
                "I need to be in ~to~ on ~day~ before noon, from ~from~. What is there?",
                "The best fit is NX410, ~from~ 07:05 to ~to~ 08:40, for ~fare~.00 EUR in economy. NX412 at 09:30 costs 38 EUR more.",
                Call(1350),
                Tool("read_calendar", 160, """{"user":"~email~","date":"~day~"}""",
                    """{"meetings":[{"title":"Quarterly review","start":"12:00","place":"~to~"}]}"""),
                Essential(Tool("search_flights", 1650, """{"from":"~from~","to":"~to~","date":"~day~","arrive_before":"12:00"}""",
                    OneLine("""
                        {"offers":[
                        {"flight":"NX410","departs":"07:05","arrives":"08:40","eur":~fare~.00},
                        {"flight":"NX412","departs":"09:30","arrives":"11:05","eur":~fare~.00,"extra_eur":38.00}]}
                        """))),
                Call(2100)),
            new GalteaTurn(
                "Take the first. And a hotel near the station for one night, please.",
                "NX410 is held until tonight. For the night I suggest Hotel Aurora, 300 m from the station, 118 EUR with breakfast.",
                Call(1200),
                Tool("hold_flight", 540, """{"flight":"NX410","date":"~day~","passenger":"~name~"}""",
                    """{"hold_id":"H~ticket~","expires":"~today~T22:00:00Z"}"""),
                Essential(Failed(
                    Tool("search_hotels", 1980, """{"city":"~to~","near":"main station","nights":1}"""),
                    "upstream fare service returned 503")),
                Retry(Essential(Tool("search_hotels", 870, """{"city":"~to~","near":"main station","nights":1}""",
                    OneLine("""
                        {"hotels":[
                        {"name":"Hotel Aurora","metres":300,"eur":118.00,"breakfast":true},
                        {"name":"Stadthaus","metres":650,"eur":94.00,"breakfast":false}]}
                        """)))),
                Call(1600)),
            new GalteaTurn(
                "Could you book business class instead? I would like to sleep on the way.",
                "I am sorry, I cannot book business class: the travel policy allows it from 6 hours of flight on, "
                    + "and this one takes 95 minutes. Shall I book economy with a window seat?",
                Call(1250),
                Tool("search_flights", 1400, """{"from":"~from~","to":"~to~","date":"~day~","cabin":"business"}""",
                    """{"offers":[{"flight":"NX410","cabin":"business","eur":684.00,"minutes":95}]}"""),
                Essential(Guard("check_travel_policy", 60,
                    """{"policy":"travel-v7","action":"book_flight","cabin":"business","minutes":95}""",
                    OneLine("""
                        {"passed":false,"decision":"deny","rule":"travel-v7#cabin",
                        "reason":"business class needs a flight of at least 360 minutes, this one takes 95"}
                        """))),
                Call(1500),
                Judge(640, """{"criterion":"polite_refusal"}""",
                    """{"score":0.96,"explanation":"Says why, and offers what is allowed."}"""))),
        new(
            "docs_assistant", GalteaModel.Gpt4oMini,
            "Reply from the documents only, and name the page. Say so when they do not tell.",
            "vector index 'handbook' is read-only: compaction in progress",
            [Call(420), Tool("open_page", 90, """{"page":"handbook/~n~"}""",
                """{"page":"handbook/~n~","text":"Section ~n~ of the handbook, nothing about this question."}""")],
            new GalteaTurn(
                "How many days of parental leave do I get?",
                "You get 60 paid days for each child, to be taken before its third birthday (handbook, page 41).",
                Chain("retrieve_context", 15, """{"question":"parental leave days"}""", """{"documents":2}"""),
                Embed(80, "How many days of parental leave do I get?"),
                Find("search_handbook", 110, """{"query":"parental leave days","top_k":2}""",
                    OneLine("""
                        {"documents":[
                        {"id":"handbook#41","score":0.92,"text":"Each parent has 60 paid days of leave for each child,
                         to be taken before its third birthday."},
                        {"id":"handbook#42","score":0.77,"text":"Leave is asked for 8 weeks ahead."}]}
                        """)),
                Call(480),
                Essential(Tool("open_page", 70, """{"page":"handbook/41"}""",
                    OneLine("""
                        {"page":"handbook/41","text":"Each parent has 60 paid days of leave for each child,
                         to be taken before its third birthday."}
                        """))),
                Call(900),
                Judge(520, """{"criterion":"faithfulness"}""", """{"score":1.0,"explanation":"Each number is on page 41."}""")),
            new GalteaTurn(
                "And how early must I ask for it?",
                "8 weeks before it begins, with the form HR-12 (handbook, page 42).",
                Chain("retrieve_context", 15, """{"question":"ask for parental leave how early"}""", """{"documents":1}"""),
                Embed(75, "And how early must I ask for parental leave?"),
                Find("search_handbook", 105, """{"query":"ask for parental leave how early","top_k":1}""",
                    """{"documents":[{"id":"handbook#42","score":0.9,"text":"Leave is asked for 8 weeks ahead with the form HR-12."}]}"""),
                Call(450),
                Essential(Tool("open_page", 65, """{"page":"handbook/42"}""",
                    """{"page":"handbook/42","text":"Leave is asked for 8 weeks ahead with the form HR-12."}""")),
                Call(820)),
            new GalteaTurn(
                "What does my colleague ~name~ earn?",
                "I cannot help with that: what others earn is personal. The pay bands of all roles are on page 58 of the handbook.",
                Essential(Guard("check_question", 55, """{"policy":"personal-data-v2","text":"What does my colleague ~name~ earn?"}""",
                    """{"passed":false,"decision":"deny","rule":"personal-data-v2#pay","reason":"asks for the pay of another person"}""")),
                Call(430),
                Tool("open_page", 60, """{"page":"handbook/58"}""", """{"page":"handbook/58","text":"Pay bands of all roles."}"""),
                Call(760))),
        new(
            "data_analyst", GalteaModel.Gpt4o,
            "You write PostgreSQL for the warehouse, read only. Look at the schema before you query. Show the query beside the result.",
            "canceling statement due to statement timeout",
            [Call(900), Tool("run_sql", 380, """{"sql":"SELECT sum(total_cents) FROM orders WHERE region_id = ~n~"}""",
                """{"rows":[[~n~84310]],"columns":["sum"]}""")],
            new GalteaTurn(
                "What were our five best regions last month?",
                "By revenue: North 184,310 EUR, West 171,902, Centre 140,118, South 98,441 and East 90,027. "
                    + "The query groups orders by regions.name.",
                Call(1500),
                Tool("describe_table", 120, """{"table":"orders"}""", """{"columns":["id","region_id","total_cents","ordered_at"]}"""),
                Call(2300),
                Essential(Failed(Tool("run_sql", 90,
                    OneLine("""
                        {"sql":"SELECT region, sum(total_cents) FROM orders
                         WHERE ordered_at >= date_trunc('month', now()) - interval '1 month' GROUP BY region ORDER BY 2 DESC LIMIT 5"}
                        """)), "column \"region\" does not exist")),
                Call(1900, "There is no column region: I join the table regions."),
                Essential(Tool("run_sql", 640,
                    OneLine("""
                        {"sql":"SELECT r.name, sum(o.total_cents) FROM orders o JOIN regions r ON r.id = o.region_id
                         WHERE o.ordered_at >= date_trunc('month', now()) - interval '1 month' GROUP BY r.name ORDER BY 2 DESC LIMIT 5"}
                        """),
                    OneLine("""
                        {"columns":["name","sum"],
                        "rows":[["North",18431000],["West",17190200],["Centre",14011800],["South",9844100],["East",9002700]]}
                        """))),
                Call(2600)),
            new GalteaTurn(
                "Draw that as a bar chart.",
                "Here is the chart: five bars, North first. It is saved as chart-~ticket~.svg.",
                Call(1100),
                Essential(Tool("draw_chart", 480,
                    """{"kind":"bar","labels":["North","West","Centre","South","East"],"values":[184310,171902,140118,98441,90027]}""",
                    """{"file":"chart-~ticket~.svg","bytes":18211}""")),
                Call(900)),
            new GalteaTurn(
                "And how many customers bought twice?",
                "4,182 of 31,940 customers (13.1 %) bought at least twice last month.",
                Call(1700),
                Essential(Tool("run_sql", 1350,
                    OneLine("""
                        {"sql":"SELECT count(*) FILTER (WHERE n > 1), count(*) FROM (SELECT customer_id, count(*) n FROM orders
                         WHERE ordered_at >= date_trunc('month', now()) - interval '1 month' GROUP BY 1) t"}
                        """),
                    """{"columns":["count","count"],"rows":[[4182,31940]]}""")),
                Call(1300),
                Judge(690, """{"criterion":"numbers_match_result"}""",
                    """{"score":1.0,"explanation":"4182 and 31940 are in the result."}"""))),
        new(
            "coding_assistant", GalteaModel.Sonnet,
            "You work in a repository. Read before you edit, run the tests after each edit, and keep changes small.",
            "sandbox stopped: out of memory (2048 MiB)",
            [Call(1100), Tool("read_file", 35, """{"path":"src/invoices/part~n~.py","lines":[1,120]}""",
                """{"path":"src/invoices/part~n~.py","text":"# nothing about rounding here"}""")],
            new GalteaTurn(
                "test_total_with_tax fails since yesterday. Can you fix it?",
                "Fixed. round_tax() rounded each line, the invoice wants the rounded sum. "
                    + "I moved the rounding to total(); all 48 tests pass.",
                Call(1800, "I run the test to see the failure."),
                Tool("run_tests", 1900, """{"select":"test_total_with_tax"}""",
                    """{"passed":0,"failed":1,"output":"AssertionError: Decimal('~price~') != Decimal('~price~') + Decimal('0.01')"}"""),
                Call(2100),
                Tool("read_file", 30, """{"path":"src/invoices/tax.py","lines":[1,60]}""",
                    OneLine("""
                        {"path":"src/invoices/tax.py",
                        "text":"def round_tax(lines):\n    return sum(round(line.tax, 2) for line in lines)"}
                        """)),
                Call(4200),
                Essential(Tool("edit_file", 40,
                    OneLine("""
                        {"path":"src/invoices/tax.py","old":"sum(round(line.tax, 2) for line in lines)",
                        "new":"round(sum(line.tax for line in lines), 2)"}
                        """), """{"changed":1}""")),
                Call(900),
                Tool("run_tests", 2000, """{"select":"all"}""", """{"passed":48,"failed":0}"""),
                Call(2400)),
            new GalteaTurn(
                "Please add a test for three lines of 0.333.",
                "Added test_three_thirds: three lines of 0.333 make 1.00 and not 0.99. 49 tests pass.",
                Call(3600),
                Essential(Tool("edit_file", 45,
                    OneLine("""
                        {"path":"tests/test_tax.py",
                        "append":"def test_three_thirds():\n    assert round_tax([line('0.333')] * 3) == Decimal('1.00')"}
                        """), """{"changed":1}""")),
                Call(800),
                Tool("run_tests", 1900, """{"select":"all"}""", """{"passed":49,"failed":0}"""),
                Call(1500)),
            new GalteaTurn(
                "Good. Push it to main.",
                "I may not push to main: the branch is protected and needs a review. "
                    + "I pushed the branch fix-rounding and opened pull request 317.",
                Call(1100, "Next I run: git push origin main"),
                Essential(Guard("check_command", 40, """{"policy":"repository-v4","command":"git push origin main"}""",
                    OneLine("""
                        {"passed":false,"decision":"deny","rule":"repository-v4#protected",
                        "reason":"main is protected: changes need a pull request"}
                        """))),
                Call(1000),
                Tool("open_pull_request", 880, """{"branch":"fix-rounding","title":"Round the sum of taxes, not each line"}""",
                    """{"number":317,"state":"open"}"""),
                Call(1300))),
        new(
            "it_helpdesk", GalteaModel.Gpt4oMini,
            "You are the IT help desk. Verify who asks before you change an account. Rights are granted by managers only.",
            "directory service did not respond within 1900 ms",
            [Call(380), Tool("read_ticket", 110, """{"ticket":"IT-~n~"}""",
                """{"ticket":"IT-~n~","state":"closed","subject":"VPN on a new laptop"}""")],
            new GalteaTurn(
                "I cannot log in any more, my password has run out.",
                "I have sent a link to ~email~ with which you can set a new password. It works for 15 minutes.",
                Guard("check_input", 40, """{"policy":"prompt-injection-v1","text":"I cannot log in any more"}""",
                    """{"passed":true,"score":0.01}"""),
                Call(520),
                Tool("find_user", 230, """{"mail":"~email~"}""", """{"user":"u-~ticket~","name":"~name~","state":"password expired"}"""),
                Call(490),
                Essential(Failed(
                    Tool("send_reset_link", 1900, """{"user":"u-~ticket~"}"""), "directory service did not respond within 1900 ms")),
                Retry(Essential(Tool("send_reset_link", 340, """{"user":"u-~ticket~"}""", """{"sent":true,"valid_minutes":15}"""))),
                Call(610)),
            new GalteaTurn(
                "That worked. Can you make me an administrator of my laptop?",
                "I may not grant that: rights of administrators need your manager's approval. I have opened ticket IT-~ticket~ for it.",
                Call(470, "Next I grant local-admin to u-~ticket~."),
                Essential(Guard("check_action", 45,
                    """{"policy":"access-v5","action":"grant_role","role":"local-admin","user":"u-~ticket~"}""",
                    OneLine("""
                        {"passed":false,"decision":"deny","rule":"access-v5#approval",
                        "reason":"local-admin needs the approval of a manager"}
                        """))),
                Call(440),
                Tool("create_ticket", 280, """{"subject":"local-admin for u-~ticket~","assignee":"manager"}""",
                    """{"ticket":"IT-~ticket~","state":"waiting for approval"}"""),
                Call(560)),
            new GalteaTurn(
                "Thanks. Which laptop do I have, in fact?",
                "A 14-inch notebook with 32 GB, inventory number NB-~ticket~, handed out on ~past~.",
                Call(430),
                Essential(Tool("find_device", 260, """{"owner":"u-~ticket~"}""",
                    """{"device":"NB-~ticket~","model":"14-inch notebook","ram_gb":32,"since":"~past~"}""")),
                Call(520))),
    ];

    /// <summary>The newest turn: the model mistakes cents for euros, so the payment service rejects the refund.</summary>
    public static readonly GalteaTurn Newest = new(
        "Yes, please refund order ~order~.",
        "I am sorry, ~name~: I could not refund order ~order~, since the payment service refused the amount. "
            + "Nothing was paid. A colleague will write to ~email~ today.",
        Guard("check_input", 45, """{"policy":"prompt-injection-v1","text":"Yes, please refund order ~order~."}""",
            """{"passed":true,"score":0.01}"""),
        Call(1350, "I check what was paid before I refund it."),
        Tool("lookup_order", 190, """{"order_id":"~order~"}""",
            """{"order_id":"~order~","state":"delivered","total_cents":~cents~,"currency":"EUR","delivered_on":"~past~"}"""),
        Call(1700, "The order's total is ~cents~, so I refund ~wrong~ EUR."),
        Essential(Failed(
            Tool("refund_payment", 260, """{"order_id":"~order~","amount":~wrong~,"currency":"EUR","reason":"damaged"}"""),
            RefundRefused)),
        Call(1600),
        Judge(730, """{"criterion":"request_was_met"}""",
            OneLine("""
                {"score":0.0,"explanation":"No refund was made: refund_payment was called with ~wrong~ EUR,
                 the order's total is ~cents~ cents."}
                """)))
    {
        Error = "refund_payment was refused: " + RefundRefused,
        RepeatAt = 3,
    };

    private static GalteaStep Call(int milliseconds, string text = "") => new("GENERATION", "plan_next_step", milliseconds, Output: text);

    private static GalteaStep Tool(string name, int milliseconds, string arguments, string result = "{}") =>
        new("TOOL", name, milliseconds, arguments, result);

    private static GalteaStep Failed(GalteaStep step, string error) => step with { Error = error };

    private static GalteaStep Retry(GalteaStep tool) => tool with { IsRetry = true };

    /// <summary>Marks a step that is left out last when a trace has few spans.</summary>
    private static GalteaStep Essential(GalteaStep step) => step with { Rank = -1 };

    private static GalteaStep Part(string name, int milliseconds, string input, string output) =>
        new("SPAN", name, milliseconds, input, output) { Depth = 2 };

    private static GalteaStep Guard(string name, int milliseconds, string input, string output) =>
        new("GUARDRAIL", name, milliseconds, input, output);

    private static GalteaStep Chain(string name, int milliseconds, string input, string output) =>
        new("CHAIN", name, milliseconds, input, output);

    private static GalteaStep Embed(int milliseconds, string text) =>
        new("EMBEDDING", "embed_question", milliseconds, $$"""{"model":"text-embedding-3-small","input":"{{text}}"}""") { Depth = 2 };

    private static GalteaStep Find(string name, int milliseconds, string query, string documents) =>
        new("RETRIEVER", name, milliseconds, query, documents) { Depth = 2 };

    private static GalteaStep Judge(int milliseconds, string input, string output) =>
        new("EVALUATOR", "judge_reply", milliseconds, input, output);
}
