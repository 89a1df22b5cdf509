// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.suite.Seed;

/** Random URIs and random damage. Repeat a run with {@code -Dpacketloom.test.seed=…}. */
@Timeout(600) // twenty seconds alone
class ConnectorUriFuzzTest {
  private static final int RANDOM_URIS = 20_000;
  private static final int MUTATIONS = 100_000;

  private final Random random = Seed.random();

  @Test
  void randomUriSurvivesWritingAndReading() throws Exception {
    for (int i = 0; i < RANDOM_URIS; i++) {
      ConnectorUri made = randomUri();
      String context = "seed " + Seed.VALUE + ", uri " + made;

      ConnectorUri read = ConnectorUri.parse(made.toString());

      assertThat(read.toString()).as(context).isEqualTo(made.toString());
      assertThat(read.target()).as(context).isEqualTo(made.target());
      assertThat(read.parameters()).as(context).isEqualTo(made.parameters());
      assertThat(read.fragment()).as(context).isEqualTo(made.fragment());
      assertCanonicalIsStable(context, read);
    }
  }

  @Test
  void damagedUriIsReadOrRejectedButNothingElse() {
    List<String> seeds =
        Stream.concat(
                UriTable.good().stream().map(UriTable.Good::uri),
                UriTable.bad().stream().map(UriTable.Bad::uri))
            .toList();
    int accepted = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      String text = damaged(seeds.get(random.nextInt(seeds.size())), seeds);
      String context = "seed " + Seed.VALUE + ", uri " + text;
      try {
        ConnectorUri uri = ConnectorUri.parse(text);
        assertThat(uri.toString()).as(context).isEqualTo(text);
        assertCanonicalIsStable(context, uri);
        accepted++;
      } catch (ConnectorUriException expected) {
        assertThat(expected.uri()).as(context).isEqualTo(text);
      } catch (RuntimeException | StackOverflowError unexpected) {
        fail(context, unexpected);
      }
    }
    assertThat(accepted).as("seed %d", Seed.VALUE).isPositive();
  }

  private static void assertCanonicalIsStable(String context, ConnectorUri uri)
      throws ConnectorUriException {
    ConnectorUri canonical = uri.canonical();
    assertThat(canonical.target()).as(context).isEqualTo(uri.target());
    assertThat(canonical.behaviour()).as(context).isEqualTo(uri.behaviour());
    assertThat(canonical.isBlocking()).as(context).isEqualTo(uri.isBlocking());
    assertThat(canonical.canonical().toString()).as(context).isEqualTo(canonical.toString());
    assertThat(canonical).as(context).isEqualTo(uri).hasSameHashCodeAs(uri);
    assertThat(ConnectorUri.parse(canonical.toString())).as(context).isEqualTo(uri);
  }

  private ConnectorUri randomUri() throws ConnectorUriException {
    ConnectorUri base =
        switch (random.nextInt(5)) {
          case 0 -> ConnectorUri.of("tcp", randomHost());
          case 1 -> ConnectorUri.of("udp", randomHost());
          case 2 -> ConnectorUri.of("local", new ConnectorTarget.Path("/p" + randomText(false)));
          case 3 -> ConnectorUri.of("local", new ConnectorTarget.Abstract(randomName()));
          default ->
              ConnectorUri.of(
                  "my.scheme",
                  new ConnectorTarget.Opaque(randomText(true), "/" + randomText(true)));
        };
    var query = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      query.append(query.isEmpty() ? '?' : '&').append("key").append(i).append('=');
      query.append(encoded(randomText(true)));
    }
    String fragment = random.nextBoolean() ? "#" + encoded(randomText(true)) : "";
    return ConnectorUri.parse(base + query.toString() + fragment);
  }

  private ConnectorTarget.Host randomHost() {
    String service = random.nextInt(4) == 0 ? "http" : Integer.toString(random.nextInt(65_536));
    return switch (random.nextInt(4)) {
      case 0 -> new ConnectorTarget.Host("", "", service);
      case 1 -> new ConnectorTarget.Host("Host-" + random.nextInt(99) + ".example", "", service);
      case 2 ->
          new ConnectorTarget.Host(
              random.nextInt(256) + ".0." + random.nextInt(256) + ".1", "", service);
      default -> new ConnectorTarget.Host(randomVersion6(), random.nextBoolean() ? "z%0" : "", "");
    };
  }

  private String randomVersion6() {
    var text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      int group = random.nextInt(3) > 0 ? 0 : random.nextInt(0x1_0000);
      text.append(i == 0 ? "" : ":").append(Integer.toHexString(group));
    }
    return text.toString();
  }

  private byte[] randomName() {
    byte[] name = new byte[1 + random.nextInt(107)];
    random.nextBytes(name);
    return name;
  }

  private String randomText(boolean withZero) {
    return random
        .ints(random.nextInt(12), withZero ? 0 : 1, 0x3000)
        .map(c -> random.nextBoolean() ? c : (c & 0x7f) | (withZero ? 0 : 1))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  private String damaged(String text, List<String> others) {
    var damaged = new StringBuilder(text);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(damaged.length() + 1);
      switch (random.nextInt(5)) {
        case 0 -> damaged.insert(at, randomCharacter());
        case 1 -> damaged.delete(at, Math.min(damaged.length(), at + 1 + random.nextInt(3)));
        case 2 -> damaged.replace(at, Math.min(damaged.length(), at + 1), randomCharacter());
        case 3 -> damaged.insert(at, damaged.substring(random.nextInt(at + 1), at));
        default -> {
          String other = others.get(random.nextInt(others.size()));
          damaged.replace(
              at, damaged.length(), other.substring(random.nextInt(other.length() + 1)));
        }
      }
    }
    return damaged.toString();
  }

  private String randomCharacter() {
    String likely = ":/?#[]@!$&'()*+,;=%%%.-_~0123456789afAFxyz \u0000\u007f\u00e9\ud83d\ude00";
    return random.nextInt(10) == 0
        ? String.valueOf((char) random.nextInt(0x1_0000))
        : String.valueOf(likely.charAt(random.nextInt(likely.length())));
  }
}
