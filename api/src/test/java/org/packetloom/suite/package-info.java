// SPDX-License-Identifier: Apache-2.0
/**
 * The contract suites: what every stream, listener and server promises, whatever engine, poller and
 * scheme stand behind it.
 *
 * <p>A row of the suites is one small class that extends {@link
 * org.packetloom.suite.StreamContract}, {@link org.packetloom.suite.ListenerContract} or another
 * contract and makes the thing under test. The topics of a contract are interfaces full of tests,
 * so that a report shows every test under the name of its row. The JDK's own channels run the
 * stream suite too, as a control: what they lack is a {@link org.packetloom.suite.Feature} and is
 * skipped by that name.
 */
package org.packetloom.suite;
