// SPDX-License-Identifier: Apache-2.0
/** What the library and the JDK cost, measured with JMH. */
package org.packetloom.benchmarks;
