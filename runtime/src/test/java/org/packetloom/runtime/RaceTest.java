// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.platform.Clock;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Platforms;
import org.packetloom.spi.NameResolver;
import org.packetloom.suite.OpenDescriptors;

/** What tests of connecting to names with several addresses have in common. */
abstract class RaceTest extends ToolkitTest {
  /** Connects to the addresses that a toolkit of {@link #racing} was opened with. */
  static final String RACE = "tcp://race:1";

  /** A toolkit in which the name {@code race} has the addresses of some URIs, in their order. */
  static Packetloom racing(String... uris) throws Exception {
    return racing(new LoomBuilder(), Platforms.current(), uris);
  }

  static Packetloom racing(LoomBuilder builder, Platform platform, String... uris)
      throws Exception {
    List<ConnectorUri> answers = new ArrayList<>();
    for (String uri : uris) {
      answers.add(ConnectorUri.parse(uri));
    }
    NameResolver resolver = (_, _) -> answers;
    builder.resolver("tcp", resolver);
    return builder.open(platform);
  }

  static int port(Listener listener) {
    return ((InetSocketAddress) listener.localAddress().orElseThrow()).getPort();
  }

  /** A platform on which no time passes until it is let go: no delay ends before. */
  static final class HeldPlatform extends TestedPlatform {
    private final long now = System.nanoTime();
    private volatile boolean isLetGo;

    void letGo() {
      isLetGo = true;
    }

    @Override
    public Clock clock() {
      return () -> isLetGo ? System.nanoTime() : now;
    }
  }

  /** An attempt to connect whose outcome is of no interest. */
  interface Attempt {
    void run() throws Exception;
  }

  /** Runs something and asserts that all descriptors it opened are closed when it returns. */
  static void assertLeavesNothing(Attempt attempt) throws Exception {
    int before = OpenDescriptors.count();
    attempt.run();
    assertThat(OpenDescriptors.count()).as("descriptors").isLessThanOrEqualTo(before);
  }

  /** The connectors that a toolkit tells of. */
  static List<String> connectors(Packetloom loom) {
    return loom.dump().lines().filter(line -> line.contains("://")).toList();
  }

  /** Has every class loaded that opens descriptors when it is. */
  static void warmUp(Packetloom loom) throws IOException {
    loom.pair("tcp4://127.0.0.1:0").close();
  }

  static void close(AutoCloseable connector) {
    try {
      connector.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
