// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import java.io.PrintWriter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.packetloom.net.PacketloomSocketImplFactory;

/**
 * Installs our sockets in its process, then runs the tests of the JDK's own, which are ours now.
 */
final class InstalledChild {
  private InstalledChild() {}

  /** Takes the names of test classes; ends with status 1 if one of their tests fails. */
  public static void main(String[] classes) throws Exception {
    PacketloomSocketImplFactory.install();
    var builder = LauncherDiscoveryRequestBuilder.request();
    for (String name : classes) {
      builder.selectors(DiscoverySelectors.selectClass(name));
    }
    LauncherDiscoveryRequest request = builder.build();
    var listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    summary.printFailuresTo(new PrintWriter(System.out, true), 12);
    System.out.println(summary.getTestsSucceededCount() + " tests passed");
    boolean isGood = summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0;
    System.exit(isGood ? 0 : 1);
  }
}
