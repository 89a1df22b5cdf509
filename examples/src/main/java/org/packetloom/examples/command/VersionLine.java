// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import org.packetloom.Packetloom;
import org.packetloom.Probe;
import picocli.CommandLine.IVersionProvider;

/** Says which Packetloom this is and what it runs on. */
final class VersionLine implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "packetloom " + Packetloom.version() + " (" + surroundings() + ", " + jdk() + ")"
    };
  }

  /** The Java that runs this process. */
  static String jdk() {
    return "JDK " + Runtime.version();
  }

  private static String surroundings() {
    try (Packetloom loom = Packetloom.open()) {
      Probe probe = loom.probe();
      return "engine " + probe.engine() + ", poller " + probe.poller();
    } catch (Exception e) {
      // The version is asked for most where nothing else works.
      return "cannot open: " + FailureLine.of(e);
    }
  }
}
