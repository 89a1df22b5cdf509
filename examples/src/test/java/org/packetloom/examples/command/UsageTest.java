// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @ParameterizedTest
  @CsvSource({
    "'',                                         Missing subcommand",
    "nope,                                       'nope'",
    "demo --nope,                                '--nope'",
    "demo --connections 0,                       --connections",
    "demo --time 0s,                              --time",
    "demo --engine nope,                         'nope'",
    "probe surplus,                              'surplus'",
    "cat,                                        'URI'",
    "cat tcp://host:70000,                       port '70000'",
    "cat tcp://host:1?blocking=no,               blocking=no",
    "cat anon://,                                'anon://'",
    "cat --listen local://,                      'local://'",
    "echo-server,                                'URI'",
    "echo-server tcp://:0 --max-connections -1,  --max-connections",
    "echo-server tcp://:0 --drain-timeout 5,     --drain-timeout",
    "goodbye-server,                             'URI'",
    "goodbye-server tcp://:0 --drain-timeout 5,  --drain-timeout",
    "event-echo,                                 'URI'",
    "event-echo tcp://:0 --workers -2,           --workers",
    "event-echo tcp://:0 tun://,                 'tun://'",
    "event-echo tcp://:0?blocking=no,            blocking=no",
    "tick nope,                                  'nope'",
    "tick --rate 0,                              --rate",
    "tick --rate 1001,                           --rate",
    "tick --ticks 0,                             --ticks",
    "pool --seconds 0,                           --seconds",
    "pool --clients 0,                           --clients",
    "pool --min 0,                               --min",
    "pool --min 5 --max 4,                       --max",
    "game-server,                                'URI'",
    "game-server tcp://:0,                       'tcp://:0'",
    "game-server udp://:0 --seconds -1,          --seconds",
    "game-server udp://:0 --loss 91,             --loss",
    "game tcp://:1,                              'tcp://:1'",
    "game udp://:1 --seconds -1,                 --seconds",
    "game udp://:1 --name 1234567890123,         --name",
    "game udp://:1 --link nope,                  'nope'",
    "send-file x,                                'URI'",
    "send-file x tcp://:1,                       'tcp://:1'",
    "send-file x udp://:1 --link loss=2,         loss",
    "receive-file udp://:0,                      'DIR'",
    "receive-file tcp://:0 .,                    'tcp://:0'",
    "receive-file udp://:0 . --count 0,          --count",
    "relay,                                      'LISTEN-URI'",
    "relay tcp://127.0.0.1:0,                    'TARGET-URI'",
    "relay tcp://:0 tcp://h:70000,               port '70000'",
    "relay tcp://:0 tcp://h:1?nope=1,            'nope=1'",
    "relay tcp://:0 tcp://h:1 --idle-timeout 5,  --idle-timeout",
    "relay tcp://:0 tcp://h:1 --max-connections -1, --max-connections",
    "echo-client tcp://:1 --count many,          --count",
    "echo-client tcp://:1 --size 0,              --size",
    "echo-client tcp://:1 --connections 0,       --connections",
    "echo-client tcp://:1 udp://:0,              LISTEN-URI",
    "echo-client udp://:1 tcp://:0,              LISTEN-URI",
    "echo-client udp://:1 udp://:0 --count 9 --connections 2, LISTEN-URI",
    "echo-client tun:///x,                       'tun:///x'",
    "echo-server tcp://:0 tap://,                'tap://'",
    "fan-out nope,                               'nope'",
    "fan-out tcp://:1?blocking=no,               blocking=no",
    "fan-out tcp://:1 udp://:1,                  'udp://:1'",
    "fan-out --within 5,                         --within",
    "fan-out --within 0s,                        --within",
    "fan-out --within 25h,                       --within",
    "fan-out --enough 0,                         --enough",
    "hedge tcp://:1,                             second URI",
    "hedge tcp://h:70000 tcp://:1,               port '70000'",
    "hedge --count 0,                            --count",
    "hedge --delay soon,                         --delay",
    "hedge --within 0s,                          --within",
    "recipe,                                     'NAME'",
    "recipe nope,                                'nope'",
    "recipe postgresql surplus,                  'surplus'",
  })
  void wrongUsageNamesThePartAndEndsWithTwo(String line, String part) {
    Typed typed = Typed.run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(typed.status()).isEqualTo(2);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err()).startsWith("packetloom: ").contains(part).contains("--help");
    assertThat(typed.err().lines()).hasSizeLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "probe",
        "echo-server",
        "goodbye-server",
        "echo-client",
        "cat",
        "relay",
        "event-echo",
        "tick",
        "pool",
        "game-server",
        "game",
        "send-file",
        "receive-file",
        "fan-out",
        "hedge",
        "recipe"
      })
  void helpOfEverySubcommandKnowsTheSharedOptions(String subcommand) {
    Typed typed = Typed.run(subcommand, "--help");

    assertThat(typed.status()).isZero();
    assertThat(typed.err()).isEmpty();
    assertThat(typed.out())
        .startsWith("Usage: packetloom " + subcommand)
        .contains("--engine", "--poller", "--verbose", "--version", "--help", "Exit status");
  }

  @Test
  void helpMentionsEveryOptionWithADescription() {
    var tree = CommandTree.of(StandardStreams.ofProcess());
    for (var command : tree.getSubcommands().values()) {
      String help = command.getUsageMessage();
      for (var option : command.getCommandSpec().options()) {
        assertThat(help).contains(option.longestName());
        assertThat(option.description()).as(option.longestName()).isNotEmpty();
      }
      for (var parameter : command.getCommandSpec().positionalParameters()) {
        assertThat(parameter.description()).as(parameter.paramLabel()).isNotEmpty();
      }
    }
  }

  @Test
  void helpListsAllSubcommands() {
    Typed typed = Typed.run("--help");

    assertThat(typed.status()).isZero();
    assertThat(typed.out())
        .contains("demo", "probe", "echo-server", "echo-client", "cat")
        .contains("relay", "fan-out", "hedge", "goodbye-server")
        .contains("event-echo", "tick", "pool")
        .contains("game-server", "game", "send-file", "receive-file", "recipe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fan-out", "hedge"})
  void examplesOfAPreviewTellWhatTheyNeed(String subcommand) {
    Typed typed = Typed.run(subcommand);

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.err().lines())
        .singleElement()
        .asString()
        .contains("preview of Java 25", "--enable-preview", "examples/packetloom");
  }

  @Test
  void misspeltSubcommandIsAnsweredWithASuggestion() {
    Typed typed = Typed.run("prob");

    assertThat(typed.status()).isEqualTo(2);
    assertThat(typed.err()).contains("probe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "demo --version"})
  void versionIsOneLine(String line) {
    Typed typed = Typed.run(line.split(" "));

    assertThat(typed.status()).isZero();
    assertThat(typed.out().lines()).singleElement().asString().startsWith("packetloom ");
    assertThat(typed.out()).contains("JDK " + Runtime.version());
  }
}
