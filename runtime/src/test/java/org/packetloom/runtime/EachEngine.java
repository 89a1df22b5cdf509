// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A test of two parameters that runs once for each engine and poller. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}/{1}")
@ArgumentsSource(PollersUnderTest.OnEngines.class)
@Tag("each-poller")
@interface EachEngine {}
