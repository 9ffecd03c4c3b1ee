/** The starter in applications of the Spring Boot versions it is for, each in a process of its own. */
package io.caretrail.starter;
